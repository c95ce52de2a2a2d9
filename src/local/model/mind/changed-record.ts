import { z } from 'zod';
import { toPlainRecord } from './output.ts';
import type { Call } from './request.ts';

const CHANGES = ['refund_order', 'cancel_order', 'change_address', 'update_ticket'];
const Target = z.object({ orderId: z.string().optional(), ticketId: z.string().optional() });

/** The record a call would change; undefined for reads and for calls that change no existing record. */
export function changedRecord(call: Call): string | undefined {
  if (!CHANGES.includes(call.name)) return undefined;
  const target = Target.safeParse(toPlainRecord(call.arguments));
  return target.success ? (target.data.orderId ?? target.data.ticketId) : undefined;
}
