import { z } from 'zod';
import type { Store } from '../../ports/store.ts';
import { readHolds } from './hold-row.ts';
import { queueReads } from './queue-reads.ts';
import { approvalReads } from './approval-reads.ts';
import { statementsOf } from './change-statements.ts';
import { drafts } from './drafts.ts';
import { memoryReads } from './memory-reads.ts';
import type { Driver } from './driver.ts';
import { ItemRow } from './item-row.ts';
import { outbox } from './outbox.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

const ItemRows = z.array(z.object({ json: jsonColumn(ItemRow) }));

export function sqlStore(driver: Driver): Store {
  return {
    commit: async (change) => driver.write(statementsOf(change)),
    isDone: async (job) => (await driver.read('SELECT job FROM done WHERE job = $1', [job])).length > 0,
    items: async (conversation) => {
      const sql = 'SELECT json FROM items WHERE conversation = $1 ORDER BY position';
      return parseRow(ItemRows, await driver.read(sql, [conversation])).map((row) => row.json);
    },
    holds: () => readHolds(driver),
    ...memoryReads(driver),
    ...drafts(driver),
    ...approvalReads(driver),
    ...queueReads(driver),
    ...outbox(driver),
  };
}
