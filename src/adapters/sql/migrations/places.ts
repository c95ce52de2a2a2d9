/** Not only cards are redrawn where they stand; one job looks after every deadline. */
export const PLACES = `CREATE TABLE places (
     place TEXT PRIMARY KEY,
     channel TEXT NOT NULL,
     ts TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   INSERT INTO places SELECT 'card:' || approval, channel, ts FROM cards;
   DROP TABLE cards;
   ALTER TABLE outbox RENAME COLUMN approval TO place;
   UPDATE outbox SET place = 'card:' || place WHERE place IS NOT NULL;
   UPDATE jobs SET kind = 'deadline' WHERE kind = 'expire';
   CREATE INDEX approvals_of_customer ON approvals (customer, opened_at);
   CREATE INDEX audit_by_time ON audit (at);`;
