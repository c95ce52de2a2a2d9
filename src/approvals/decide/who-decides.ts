import type { Approval } from '../../domain/approval.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { ApprovalId, ChannelId, MessageTs, TeamId, UserId } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { MessageRef } from '../../domain/outgoing.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { cardLane, cardPlace } from '../../domain/say.ts';
import { DAY } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { DeskRefusal } from '../../ports/desk.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { AtDesk } from '../desk/at-desk.ts';

interface Pressed {
  approval: ApprovalId;
  team: TeamId;
  user: UserId;
}

/** Whoever presses or sends a form in, as fresh as a decision needs it; undefined: it cannot be told, so nothing is decided. */
export async function whoDecides(
  { directory, log }: { directory: Directory; log: Log },
  { approval, team, user }: Pressed,
): Promise<Principal | undefined> {
  try {
    return await directory.resolve({ team, user }, 'decide');
  } catch (error) {
    // What was looked up is kept in the store: its own fault is told as such.
    if (!(error instanceof Unavailable) || error.system === 'store') throw error;
    log.warn({ approval, system: error.system }, 'role of the clicker could not be read');
    return undefined;
  }
}

/** Who pressed a button of a card, and of which request; or why that does nothing. Throws like `isOnItsMessage`. */
export async function whoPressed(
  deps: PlaceDeps & { directory: Directory },
  press: Pressed & { card?: MessageRef; version?: number },
): Promise<Result<AtDesk, DeskRefusal>> {
  const approval = await deps.store.approval(press.approval);
  if (!approval) return refuse({ code: 'not-found' });
  if (!(await isOnItsCard(deps, approval, press))) return refuse({ code: 'card-mismatch', approval });
  if (isMadeUp(approval, press)) {
    deps.log.error(
      { alert: 'security', approval: approval.id, user: press.user },
      'card_mismatch: no card ever had this button',
    );
    return refuse({ code: 'card-mismatch', approval });
  }
  const by = await whoDecides(deps, press);
  return by ? ok({ approval, by }) : refuse({ code: 'role-unknown', approval });
}

/** In Home and in forms there is no other place it could have been copied to. */
async function isOnItsCard(deps: PlaceDeps, approval: Approval, { card, ...press }: Pressed & { card?: MessageRef }) {
  if (!card) return true;
  const id = cardOf(approval);
  const at = { ...press, channel: card.channel, message: card.ts };
  return isOnItsMessage(deps, { press: at, place: cardPlace(id), lane: cardLane(id) });
}

/** A version that the request has not reached. A card with rows has a version of its own. */
const isMadeUp = ({ bundle, version }: Approval, press: { version?: number }): boolean =>
  bundle === undefined && press.version !== undefined && press.version > version;

interface PlaceDeps {
  store: Store;
  deliver: (lane: string) => Promise<void>;
  now: () => Instant;
  log: Log;
}

/** Where the button stands that was pressed, and which message it belongs to: its `placeOf` and its lane of the outbox. */
interface Button {
  press: Pressed & { channel: ChannelId; message: MessageTs };
  place: string;
  lane: string;
}

/** A button copied into another message or channel decides nothing. Throws `Unavailable` while the message's own place is not known yet: the press is held. */
export async function isOnItsMessage(deps: PlaceDeps, { press, place, lane }: Button): Promise<boolean> {
  const stands = (await deps.store.placeOf(place)) ?? (await afterDelivery(deps, place, lane));
  if (stands !== undefined && stands.channel === press.channel && stands.ts === press.message) return true;
  const { approval, user, channel, message } = press;
  // Slack copies no buttons by itself: somebody may be trying something.
  deps.log.error({ alert: 'security', approval, user, channel, message }, 'card_mismatch: a copied button was pressed');
  return false;
}

async function afterDelivery({ store, deliver, now }: PlaceDeps, place: string, lane: string) {
  await deliver(lane);
  const stands = await store.placeOf(place);
  if (!stands && (await store.unsent(now() + DAY, lane)).length > 0) throw new Unavailable('slack');
  return stands;
}
