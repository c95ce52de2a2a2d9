/** What people decide is found by who may decide it and by when; what holds executions back is kept; endings have a time. */
export const QUEUE = `ALTER TABLE approvals ADD COLUMN card TEXT NOT NULL DEFAULT '';
   ALTER TABLE approvals ADD COLUMN requester TEXT NOT NULL DEFAULT '';
   ALTER TABLE approvals ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE approvals ADD COLUMN waits_for TEXT;
   ALTER TABLE approvals ADD COLUMN decided_at INTEGER;
   ALTER TABLE approvals ADD COLUMN decided_by TEXT;
   ALTER TABLE approvals ADD COLUMN decided_before TEXT;
   ALTER TABLE approvals ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE outbox ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE approvals ADD COLUMN undo_until INTEGER;
   UPDATE approvals SET
     card = coalesce(json_extract(json, '$.bundle.id'), id),
     requester = json_extract(json, '$.requester.person'),
     expires_at = json_extract(json, '$.expiresAt'),
     changed_at = coalesce(
       json_extract(json, '$.finishedAt'), json_extract(json, '$.expiredAt'), json_extract(json, '$.withdrawnAt'),
       json_extract(json, '$.supersededAt'), json_extract(json, '$.staleAt'), json_extract(json, '$.since'),
       json_extract(json, '$.startedAt'), json_extract(json, '$.decisions[#-1].at'), opened_at);
   UPDATE approvals SET waits_for = CASE WHEN json_extract(json, '$.forPerson') IS NULL THEN 'company' ELSE 'person' END
     WHERE status = 'unknown';
   UPDATE approvals SET waits_for = CASE
       WHEN json_extract(json, '$.needs.role') = 'lead'
         AND json_array_length(json, '$.decisions') + 1 >= json_extract(json, '$.needs.count')
         AND NOT EXISTS (SELECT 1 FROM json_each(approvals.json, '$.decisions') decision
           WHERE json_extract(decision.value, '$.role') = 'lead')
       THEN 'lead' ELSE 'agent' END
     WHERE status = 'pending';
   UPDATE approvals SET
     decided_at = json_extract(json, '$.decisions[#-1].at'),
     decided_by = json_extract(json, '$.decisions[#-1].by'),
     decided_before = json_extract(json, '$.decisions[#-2].by')
     WHERE json_extract(json, '$.needs.kind') = 'people' AND (json_extract(json, '$.decisions[#-1].verdict') = 'reject'
       OR json_array_length(json, '$.decisions') >= json_extract(json, '$.needs.count'));
   CREATE INDEX approvals_waiting ON approvals (card, seq, expires_at, opened_at, minor, customer, waits_for, target)
     WHERE waits_for IS NOT NULL;
   CREATE INDEX approvals_by_decision ON approvals (decided_at, card, opened_at, decided_by, decided_before)
     WHERE decided_at IS NOT NULL;
   CREATE INDEX approvals_by_change ON approvals (status, changed_at);
   CREATE INDEX approvals_by_requester ON approvals (requester, opened_at);
   CREATE INDEX approvals_undoable ON approvals (undo_until) WHERE undo_until IS NOT NULL;

   CREATE TABLE barred (
     approval TEXT NOT NULL,
     person TEXT NOT NULL,
     PRIMARY KEY (approval, person)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX barred_by_person ON barred (person);
   INSERT INTO barred
     SELECT a.id, json_extract(a.json, '$.requester.person') FROM approvals a WHERE a.status = 'pending'
     UNION SELECT a.id, json_extract(a.json, '$.editor.person') FROM approvals a
       WHERE a.status = 'pending' AND json_extract(a.json, '$.editor.person') IS NOT NULL
     UNION SELECT a.id, before.value FROM approvals a, json_each(a.json, '$.editor.before') before WHERE a.status = 'pending'
     UNION SELECT a.id, json_extract(decision.value, '$.by') FROM approvals a, json_each(a.json, '$.decisions') decision
       WHERE a.status = 'pending';

   CREATE TABLE holds (kind TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;`;
