import type { Approval } from '../domain/approval.ts';
import { cardOf } from '../domain/ledger.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { askToConfirm, drawCard } from '../domain/say.ts';

type NewId = () => string;

/** Where people see them: the cards of what people decide, and in the thread what its requester was asked. */
export const redraw = (newId: NewId, moved: readonly Approval[]): Outgoing[] => [
  ...drawCards(
    newId,
    moved.filter(({ needs }) => needs.kind === 'people'),
  ),
  ...drawConfirmations(newId, moved),
];

/** The same at an outcome. Colleagues also see what was carried out without them; a wish that nobody confirmed has no card. */
export const drawEnded = (newId: NewId, ended: readonly { from: Approval; to: Approval }[]): Outgoing[] => [
  ...drawCards(
    newId,
    ended.filter(({ from }) => from.status !== 'prepared').map(({ to }) => to),
  ),
  ...drawConfirmations(
    newId,
    ended.map(({ to }) => to),
  ),
];

/** Each card once, however many rows of it moved. */
export const drawCards = (newId: NewId, moved: readonly Approval[]): Outgoing[] =>
  [...new Set(moved.map(cardOf))].map((card) => drawCard(newId, card));

const drawConfirmations = (newId: NewId, moved: readonly Approval[]): Outgoing[] =>
  moved
    .filter(
      ({ needs, proposal, confirmedAt }) => confirmedAt !== undefined || (needs.kind === 'auto' && !proposal.harmless),
    )
    .map((approval) => askToConfirm(newId, approval));
