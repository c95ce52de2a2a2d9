import { z } from 'zod';
import type { Hold } from '../../domain/hold.ts';
import { PersonId, UserId } from '../../domain/ids.ts';
import type { Driver } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

const instant = z.number().int();
const HoldRow: z.ZodType<Hold> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paused'), by: PersonId, slackUser: UserId, at: instant }),
  z.object({ kind: z.literal('restored'), takenAt: instant, at: instant }),
]);
const Rows = z.array(z.object({ json: jsonColumn(HoldRow) }));

export const readHolds = async (driver: Driver): Promise<readonly Hold[]> =>
  parseRow(Rows, await driver.read('SELECT json FROM holds ORDER BY kind', [])).map(({ json }) => json);
