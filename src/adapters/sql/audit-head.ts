import { z } from 'zod';
import type { AuditHead } from '../../ports/audit.ts';
import type { Driver } from './driver.ts';
import { parseRow } from './parse-row.ts';

const Head = z.tuple([z.object({ seq: z.number().int(), hash: z.string() })]);

export const readHead = async (driver: Driver): Promise<AuditHead> =>
  parseRow(Head, await driver.read('SELECT seq, hash FROM audit_head', []))[0];
