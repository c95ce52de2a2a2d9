import { z } from 'zod';
import { ChannelId, ConversationId, JobId, MessageTs } from '../../domain/ids.ts';
import type { DraftRow, Drafts } from '../../ports/memory.ts';
import type { Driver } from './driver.ts';
import { parseRow } from './parse-row.ts';

const Row = z.object({
  job: JobId,
  conversation: ConversationId,
  begun_at: z.number().int(),
  channel: ChannelId.nullable(),
  ts: MessageTs.nullable(),
});
const ALL = 'SELECT job, conversation, begun_at, channel, ts FROM drafts';

export const drafts = (driver: Driver): Drafts => ({
  beginDraft: async ({ job, conversation, begunAt }) => {
    const sql = 'INSERT INTO drafts (job, conversation, begun_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
    await driver.write([{ sql, params: [job, conversation, begunAt] }]);
  },
  placeDraft: async (job, { channel, ts }) => {
    const sql = 'UPDATE drafts SET channel = $2, ts = $3 WHERE job = $1';
    await driver.write([{ sql, params: [job, channel, ts] }]);
  },
  endDraft: async (job) => {
    await driver.write([{ sql: 'DELETE FROM drafts WHERE job = $1', params: [job] }]);
  },
  draftOf: async (job) => {
    const [row] = await driver.read(`${ALL} WHERE job = $1`, [job]);
    return row && toDraft(parseRow(Row, row));
  },
  drafts: async () => parseRow(z.array(Row), await driver.read(`${ALL} ORDER BY begun_at`, [])).map(toDraft),
});

const toDraft = ({ begun_at: begunAt, channel, ts, ...rest }: z.infer<typeof Row>): DraftRow => ({
  ...rest,
  begunAt,
  ...(channel !== null && ts !== null && { ref: { channel, ts } }),
});
