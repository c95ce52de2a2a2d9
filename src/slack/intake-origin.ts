import { z } from 'zod';
import { jsonIn } from '../domain/json.ts';
import { ConversationId, MessageTs, UserId } from '../domain/ids.ts';

/** Where a form for the team was opened; it travels with the form. */
export type IntakeOrigin = z.infer<typeof Origin>;

const Origin = z.object({
  /** Names the form, once for each time it is opened. */
  press: z.string().min(1).max(110),
  conversation: ConversationId,
  /** The message it is about. */
  ts: MessageTs.exactOptional(),
  author: UserId.exactOptional(),
  /** Slack's own address for answering whoever opened it, for half an hour. */
  responseUrl: z.string().max(1_000).exactOptional(),
});

/** In letters that neither a seal nor anything else of a form is made of. */
export const carryOrigin = (origin: IntakeOrigin): string => Buffer.from(JSON.stringify(origin)).toString('base64url');

/** Undefined for anything that no form of ours carries. */
export const originIn = (carried: string): IntakeOrigin | undefined =>
  Origin.safeParse(jsonIn(Buffer.from(carried, 'base64url').toString())).data;
