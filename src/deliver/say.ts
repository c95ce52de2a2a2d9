import { placeOf } from '../domain/say.ts';
import type { DraftRow } from '../ports/memory.ts';
import type { Message, Posted } from '../ports/messenger.ts';
import { standingDraft, takeDraftAway } from '../ports/standing-draft.ts';
import type { Delivery, Doubted } from './delivery.ts';

/** https://docs.slack.dev/reference/methods/chat.update#errors */
const MESSAGE_GONE = 'message_not_found';

/** Redraws what has a place where it stands, puts a reply in the place of its draft; everything else, and a card that was deleted in Slack, is said anew. */
export async function say(deps: Delivery, row: Doubted, message: Message): Promise<Posted> {
  const { outgoing } = row;
  deps.crashPoint('deliver:before-post');
  const draft = outgoing.kind === 'reply' && outgoing.draft ? await deps.store.draftOf(outgoing.draft) : undefined;
  if (draft) return sayInDraft(deps, row, message, draft);
  const place = placeOf(outgoing);
  const stands = place === undefined ? undefined : await deps.store.placeOf(place);
  if (!stands) return sayOnce(deps, row, message);
  deps.begun.add(outgoing.id);
  deps.onCall();
  const redrawn = await deps.messenger.update(stands, message);
  if (redrawn.kind !== 'refused' || redrawn.why !== MESSAGE_GONE) return redrawn;
  deps.log.warn({ outgoing: outgoing.id }, 'a card was deleted in Slack; it is posted anew');
  return sayOnce(deps, row, message);
}

/** A draft that cannot become the reply is taken away before the reply is posted: the next process must not find both. */
async function sayInDraft(deps: Delivery, row: Doubted, message: Message, draft: DraftRow): Promise<Posted> {
  const { id } = row.outgoing;
  deps.onCall();
  const ref = await standingDraft(deps, draft);
  if (ref === 'unclear') return NOT_LOOKED_UP;
  if (!ref) return sayOnce(deps, row, message);
  deps.begun.add(id);
  const said = await deps.messenger.update(ref, message);
  // A draft is over only where it stood, whatever place the answer names.
  if (said.kind === 'posted') return { kind: 'posted', ref };
  if (said.kind !== 'refused') return said;
  deps.log.warn({ outgoing: id, why: said.why }, 'a draft cannot become the reply, which is posted anew');
  const isAway = await takeDraftAway(deps, { ...draft, ref });
  return isAway ? sayOnce(deps, row, message) : { kind: 'ambiguous', why: 'its draft could not be taken away' };
}

const NOT_LOOKED_UP: Posted = { kind: 'ambiguous', why: 'could not be looked up' };

/** What may have been posted is looked up first: the answer may have been lost. */
async function sayOnce(
  { messenger, begun, onCall }: Delivery,
  { outgoing, isDoubtful }: Doubted,
  message: Message,
): Promise<Posted> {
  const { id } = outgoing;
  onCall();
  const ref = isDoubtful ? await messenger.find(id, message).catch(() => 'unclear' as const) : undefined;
  if (ref === 'unclear') return NOT_LOOKED_UP;
  begun.add(id);
  if (!ref) return messenger.post(id, message);
  return placeOf(outgoing) === undefined ? { kind: 'posted', ref } : messenger.update(ref, message);
}
