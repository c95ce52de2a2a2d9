/** They keep the rows of the audit as they are, whoever has the database's connection. */
export const GUARDS: readonly string[] = [
  `CREATE TRIGGER audit_goes_on AFTER INSERT ON audit
     BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash; END`,
  `CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`,
  `CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`,
  `CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`,
];

/**
 * Each audit row names the one before it by its hash; the head is kept apart, so that a row taken from the end is missed.
 * `audit_hash` is `auditHash` of this folder's neighbour, and `sha256` what its name says: the driver brings them. What was
 * asked for before is tied to the audit by one row each; whoever changes the ledger's JSON in a later step does the same.
 */
export const CHAIN = `DROP TRIGGER audit_is_never_changed;
   DROP TRIGGER audit_is_never_deleted;
   DROP TRIGGER audit_is_never_replaced;
   DROP INDEX audit_by_time;
   ALTER TABLE audit RENAME TO audit_before;
   CREATE TABLE audit (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     event TEXT NOT NULL,
     actor TEXT NOT NULL,
     role TEXT,
     role_from TEXT,
     approval TEXT,
     conversation TEXT,
     job TEXT,
     detail TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
   INSERT INTO audit_head VALUES (1, 0, '');
   INSERT INTO audit
     WITH RECURSIVE
       known AS (
         SELECT 1 AS part, seq, at, event, actor, approval, conversation, detail FROM audit_before
         UNION ALL
         SELECT 2, seq, coalesce((SELECT max(at) FROM audit_before), opened_at), 'upgraded', 'deskhand', id, conversation,
                json_object('version', version, 'status', status, 'record', sha256(json))
         FROM approvals),
       numbered AS (
         SELECT row_number() OVER (ORDER BY part, seq) AS seq, at, event, actor, approval, conversation, detail FROM known),
       chained (seq, at, event, actor, approval, conversation, detail, hash) AS (
         SELECT seq, at, event, actor, approval, conversation, detail,
                audit_hash('', seq, at, event, actor, NULL, NULL, approval, conversation, NULL, detail)
         FROM numbered WHERE seq = 1
         UNION ALL
         SELECT n.seq, n.at, n.event, n.actor, n.approval, n.conversation, n.detail,
                audit_hash(c.hash, n.seq, n.at, n.event, n.actor, NULL, NULL, n.approval, n.conversation, NULL, n.detail)
         FROM chained c JOIN numbered n ON n.seq = c.seq + 1)
     SELECT seq, at, event, actor, NULL, NULL, approval, conversation, NULL, detail, hash FROM chained ORDER BY seq;
   UPDATE audit_head SET
     seq = (SELECT coalesce(max(seq), 0) FROM audit),
     hash = coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '');
   DROP TABLE audit_before;
   CREATE INDEX audit_by_time ON audit (at);
   CREATE INDEX audit_by_approval ON audit (approval, seq);
   ${GUARDS.join(';\n   ')};`;
