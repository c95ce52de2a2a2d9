import type { Approval } from '../domain/approval.ts';
import { rowsOf } from '../domain/bundle.ts';
import { cardOf } from '../domain/ledger.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { cardPlace } from '../domain/say.ts';
import type { Message } from '../ports/messenger.ts';
import type { Store } from '../ports/store.ts';

/** As the ledger stands now; undefined when there is nothing to draw, or nowhere to say it. */
export async function toMessage(store: Store, outgoing: Outgoing): Promise<Message | 'needless' | undefined> {
  switch (outgoing.kind) {
    case 'reply':
    case 'hand-off':
    case 'notice':
      return outgoing;
    case 'card': {
      const approval = await store.approval(outgoing.approval);
      return approval && { kind: 'card', rows: rowsOf(approval, await threadOf(store, approval)) };
    }
    case 'confirmation': {
      const approval = await store.approval(outgoing.approval);
      return approval && { kind: 'confirmation', approval };
    }
    case 'nudge':
      return toNudge(store, outgoing);
  }
}

const threadOf = async (store: Store, { bundle, conversation }: Approval): Promise<readonly Approval[]> =>
  bundle ? store.approvalsOf(conversation) : [];

async function toNudge(
  store: Store,
  { approval: id, stage }: Extract<Outgoing, { kind: 'nudge' }>,
): Promise<Message | 'needless' | undefined> {
  const approval = await store.approval(id);
  if (approval?.status !== 'pending') return approval && 'needless';
  const card = await store.placeOf(cardPlace(cardOf(approval)));
  return card && { kind: 'nudge', approval, stage, card };
}
