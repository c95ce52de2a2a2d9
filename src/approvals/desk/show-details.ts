import { cardOf } from '../../domain/ledger.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskRefusal, Form } from '../../ports/desk.ts';
import type { Store } from '../../ports/store.ts';
import type { AtDesk } from './at-desk.ts';
import { rowsWith } from '../bundle-order.ts';

/** Other requests for the same customer that are shown. */
const EARLIER = 5;
/** Read for them: among the latest are those of the card itself, earlier editions, too. */
const LATEST = 30;

/** For staff, admins among them, in every state; they show and change nothing. Of a card with several rows, all. */
export async function detailsForm(
  { store }: { store: Store },
  { approval, by }: AtDesk,
): Promise<Result<Form, DeskRefusal>> {
  if (by.external) return refuse({ code: 'external', approval });
  if (by.role === 'customer') return refuse({ code: 'customer', approval });
  const [latest, rows] = await Promise.all([
    store.approvalsFor(approval.proposal.customer, LATEST),
    rowsWith(store, approval),
  ]);
  const earlier = latest.filter((other) => cardOf(other) !== cardOf(approval)).slice(0, EARLIER);
  return ok({ kind: 'details', approval, ...(rows.length > 1 ? { rows } : {}), earlier });
}
