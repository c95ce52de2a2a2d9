/**
 * What was done has a time, so that it is not kept for ever. `leftovers` has a row while the file may hold bytes of what was
 * deleted; earlier releases deleted without overwriting.
 */
export const KEEP = `ALTER TABLE done ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0;
   UPDATE done SET saved_at = (SELECT coalesce(max(at), 0) FROM audit);
   CREATE INDEX done_by_time ON done (saved_at);
   UPDATE outbox SET json = '{}' WHERE state = 'dropped';
   CREATE TABLE leftovers (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;
   INSERT INTO leftovers SELECT 1 WHERE EXISTS (SELECT 1 FROM items);`;
