import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openJobs } from '../../../src/adapters/engine/jobs-table.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';

const CHILD = fileURLToPath(new URL('enqueue-until-killed.ts', import.meta.url));

test('given a process that is killed while it enqueues, when its jobs are opened again, then every acknowledged one is there, in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-kill-'));
  const path = join(folder, 'deskhand.db');
  const child = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (id) => {
    acknowledged.push(id);
    if (acknowledged.length === 100) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'exit'), once(lines, 'close')]);

  const sqlite = openSqlite(path);
  const { entries, broken } = await openJobs(sqlite.driver);
  const found = entries.map(({ job }) => job.id as string);
  sqlite.close();
  rmSync(folder, { recursive: true });

  expect(broken).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);
  expect(found.slice(0, acknowledged.length)).toEqual(acknowledged);
});
