import { z } from 'zod';
import { ChannelId, MessageTs } from '../domain/ids.ts';
import type { Posted } from '../ports/messenger.ts';
import { toNotPosted } from './posted.ts';

const SaidAnswer = z.object({ channel: ChannelId, ts: MessageTs });

/** How a call that says or changes a message ended. Never rejects. */
export async function say(call: Promise<unknown>): Promise<Posted> {
  try {
    const said = SaidAnswer.safeParse(await call);
    return said.success ? { kind: 'posted', ref: said.data } : { kind: 'ambiguous', why: 'unreadable answer' };
  } catch (error) {
    return toNotPosted(error);
  }
}
