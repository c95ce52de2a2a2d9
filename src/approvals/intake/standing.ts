import type { Item } from '../../domain/conversation.ts';
import { ChannelId, MessageTs, conversationOf } from '../../domain/ids.ts';
import type { ConversationId, CustomerId, UserId } from '../../domain/ids.ts';
import { isStaff, maySee } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { narrowed } from '../../domain/scope.ts';
import { SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Directory } from '../../ports/directory.ts';
import type { IntakeDraft, IntakeFrom, IntakeSource } from '../../ports/intake.ts';
import type { Store } from '../../ports/store.ts';
import { NOT_HERE, WHOSE } from './intake-words.ts';

export interface StandingDeps {
  store: Pick<Store, 'items'>;
  directory: Directory;
  now: () => Instant;
}

/** Who leaves something with the team, for whom, and where they are answered. */
export interface Standing {
  by: Principal;
  opens: IntakeDraft['opens'];
  /** Whom it is about: themselves, or the customer who wrote. */
  about: UserId;
  /** Whose ticket it becomes; absent: nobody's. */
  customer?: CustomerId;
  where: ConversationId;
  /** In the thread it comes from, because the bot takes part in it and all of its readers may know; else in their direct messages. */
  isHere: boolean;
  /** What is remembered of that thread; empty: the bot takes no part in it. */
  items: readonly Item[];
}

/** The refusal is a sentence. Throws `Unavailable` when it cannot be told who this is. */
export async function standingOf(
  deps: StandingDeps,
  from: IntakeFrom,
  source: IntakeSource,
): Promise<Result<Standing, string>> {
  const by = await deps.directory.resolve(from, 'ask');
  const { conversation } = source;
  const items = conversation === undefined ? [] : await deps.store.items(conversation);
  const place: Place = {
    by,
    items,
    alone: messagesOf(from, deps.now()),
    ...(conversation && { thread: conversation }),
  };
  if (isStaff(by)) return forCustomer(deps, place, source.author);
  if (by.external && items.length === 0) return refuse(NOT_HERE);
  const customer = by.external ? undefined : by.customerId;
  const own = { by, items, about: from.user, ...placeFor(place, true) };
  return ok(customer === undefined ? { ...own, opens: 'nothing' } : { ...own, opens: 'own-ticket', customer });
}

interface Place extends Pick<Standing, 'by' | 'items'> {
  thread?: ConversationId;
  /** Where nobody else reads along. */
  alone: ConversationId;
}

const placeFor = ({ items, thread, alone }: Place, mayAllKnow: boolean): Pick<Standing, 'where' | 'isHere'> =>
  thread !== undefined && items.length > 0 && mayAllKnow
    ? { where: thread, isHere: true }
    : { where: alone, isHere: false };

/** A person in place of a channel is their direct messages with the bot. */
const messagesOf = ({ team, user }: IntakeFrom, now: Instant): ConversationId =>
  conversationOf({ team, channel: ChannelId.parse(user), ts: MessageTs.parse((now / SECOND).toFixed(6)) });

/** A colleague opens none of their own, and is answered in the thread only if all who read it may know of it. */
async function forCustomer(
  { directory }: StandingDeps,
  place: Place,
  author = onlyCustomerIn(place.items),
): Promise<Result<Standing, string>> {
  const { by, items } = place;
  if (author === undefined) return refuse(WHOSE);
  const { role, external, customerId } = await directory.resolve({ team: by.team, user: author }, 'ask');
  if (role !== 'customer' || external || customerId === undefined) return refuse(WHOSE);
  const where = placeFor(place, maySee(narrowed(by, items, { shared: false }), customerId));
  return ok({ by, items, ...where, opens: 'ticket-for-customer', about: author, customer: customerId });
}

/** Undefined: none wrote there, or several did. */
function onlyCustomerIn(items: readonly Item[]): UserId | undefined {
  const customers = items.flatMap((item) =>
    item.kind === 'person' && item.by.role === 'customer' && !item.by.external ? item.by.user : [],
  );
  const [only, ...others] = new Set(customers);
  return others.length === 0 ? only : undefined;
}
