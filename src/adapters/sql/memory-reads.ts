import { z } from 'zod';
import type { MemoryReads, Spent } from '../../ports/memory.ts';
import type { Driver } from './driver.ts';
import { ItemRow } from './item-row.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

const ItemRows = z.array(z.object({ json: jsonColumn(ItemRow) }));
const SummaryRow = z.object({ through: z.number().int(), json: jsonColumn(z.array(ItemRow)) });
const SpentRows = z.array(z.object({ who: z.string(), turns: z.number().int(), tokens: z.number().int() }));

/** What a turn reads of its thread: as much of a long one as of a short one. */
export const memoryReads = (driver: Driver): MemoryReads => ({
  recall: async (conversation) => {
    const [row] = await driver.read('SELECT through, json FROM summaries WHERE conversation = $1', [conversation]);
    const { through, json: shortened } = row ? parseRow(SummaryRow, row) : { through: 0, json: [] };
    const rows = await driver.read(
      'SELECT json FROM items WHERE conversation = $1 AND position > $2 ORDER BY position',
      [conversation, through],
    );
    return { summary: { items: shortened, through }, items: parseRow(ItemRows, rows).map(({ json }) => json) };
  },
  spent: async (day, on) => {
    const places = on.map((_, index) => `$${index + 2}`).join(', ');
    const rows = await driver.read(
      `SELECT who, turns, input + output AS tokens FROM spent WHERE day = $1 AND who IN (${places})`,
      [day, ...on],
    );
    return new Map(parseRow(SpentRows, rows).map(({ who, ...spent }): [string, Spent] => [who, spent]));
  },
});
