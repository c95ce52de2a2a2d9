/** Long threads are remembered shortened, what a day has used is counted, and replies that are shown while they are written are known. */
export const TALK = `CREATE TABLE summaries (
     conversation TEXT PRIMARY KEY,
     through INTEGER NOT NULL,
     json TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE spent (
     day TEXT NOT NULL,
     who TEXT NOT NULL,
     turns INTEGER NOT NULL,
     input INTEGER NOT NULL,
     cached INTEGER NOT NULL,
     output INTEGER NOT NULL,
     PRIMARY KEY (day, who)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE drafts (
     job TEXT PRIMARY KEY,
     conversation TEXT NOT NULL,
     begun_at INTEGER NOT NULL,
     channel TEXT,
     ts TEXT
   ) STRICT, WITHOUT ROWID;`;
