import { z } from 'zod';
import type { Item } from '../../domain/conversation.ts';
import { CustomerId, MessageTs, UserId } from '../../domain/ids.ts';
import { Role } from './ledger-row.ts';

const at = z.number().int();

const Speaker = z.object({
  user: UserId,
  name: z.string().exactOptional(),
  role: Role,
  external: z.boolean(),
  customer: CustomerId.exactOptional(),
  only: z.union([z.literal('nobody'), CustomerId]).exactOptional(),
});

export const ItemRow: z.ZodType<Item> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    text: z.string(),
    by: Speaker,
    ts: MessageTs,
    redacted: z.literal(true).exactOptional(),
    at,
  }),
  z.object({
    kind: z.literal('edited'),
    text: z.string(),
    by: Speaker,
    ts: MessageTs,
    redacted: z.literal(true).exactOptional(),
    at,
  }),
  z.object({ kind: z.literal('assistant'), text: z.string(), at }),
  z.object({ kind: z.literal('call'), callId: z.string(), name: z.string(), arguments: z.string(), at }),
  z.object({ kind: z.literal('result'), callId: z.string(), output: z.string(), at }),
  z.object({
    kind: z.literal('note'),
    text: z.string(),
    about: UserId.exactOptional(),
    customer: CustomerId.exactOptional(),
    at,
  }),
]);
