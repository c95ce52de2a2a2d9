/** What the first release saved. */
export const GROUND = `CREATE TABLE items (
     conversation TEXT NOT NULL,
     position INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (conversation, position)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE approvals (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     version INTEGER NOT NULL,
     status TEXT NOT NULL,
     target TEXT NOT NULL,
     conversation TEXT NOT NULL,
     customer TEXT NOT NULL,
     action TEXT NOT NULL,
     opened_at INTEGER NOT NULL,
     minor INTEGER,
     currency TEXT,
     json TEXT NOT NULL,
     CHECK ((minor IS NULL) = (currency IS NULL))
   ) STRICT;
   CREATE UNIQUE INDEX one_open_approval_per_target ON approvals (target)
     WHERE status IN ('prepared', 'pending', 'approved', 'executing', 'unknown');
   CREATE INDEX approvals_by_target ON approvals (target);
   CREATE INDEX approvals_by_status ON approvals (status, seq);
   CREATE INDEX approvals_by_conversation ON approvals (conversation, seq);
   CREATE INDEX approvals_by_customer ON approvals (customer, action, opened_at);

   CREATE TABLE outbox (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     lane TEXT NOT NULL,
     kind TEXT NOT NULL,
     approval TEXT,
     json TEXT NOT NULL,
     state TEXT NOT NULL,
     attempts INTEGER NOT NULL,
     not_before INTEGER NOT NULL,
     channel TEXT,
     ts TEXT
   ) STRICT;
   CREATE INDEX outbox_unsent ON outbox (lane, seq) WHERE state IN ('waiting', 'sending');

   CREATE TABLE cards (
     approval TEXT PRIMARY KEY,
     channel TEXT NOT NULL,
     ts TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE audit (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     event TEXT NOT NULL,
     actor TEXT NOT NULL,
     approval TEXT,
     conversation TEXT,
     detail TEXT NOT NULL
   ) STRICT;
   CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
   CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
   CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

   CREATE TABLE done (job TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

   CREATE TABLE jobs (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     alias TEXT UNIQUE,
     lane TEXT NOT NULL,
     kind TEXT NOT NULL,
     data TEXT NOT NULL,
     run_at INTEGER,
     arrived_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL,
     done_at INTEGER
   ) STRICT;
   CREATE INDEX jobs_open ON jobs (coalesce(run_at, arrived_at), seq) WHERE done_at IS NULL;
   CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;`;
