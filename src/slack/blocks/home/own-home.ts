import type { Approval } from '../../../domain/approval.ts';
import type { Home, HomeWish, Ticket } from '../../../ports/home.ts';
import { context, header, markupText, section } from '../block-kit.ts';
import { button } from '../decision-buttons.ts';
import { NAME_TEXT } from '../limits.ts';
import { clock } from '../slack-tokens.ts';
import { CALL_PERSON_ACTION } from './home-actions.ts';
import { controls, divider, dottedParts, row } from './home-kit.ts';
import type { HomeBlock } from './home-kit.ts';
import { ownState } from './own-state.ts';
import { refreshButton } from './queue-controls.ts';
import { recordId } from './request-row.ts';

type Own = Extract<Home, { kind: 'own' }>;

const MOST = { requests: 10, tickets: 10 };
const YOUR_DATA =
  'Your data: to answer you I read your own orders and tickets; what you write to me is processed by the language model that this company chose, and kept so that colleagues can decide; other customers never see any of it.';

/** What a customer asked for and how it stands, in words for them. */
export const ownBlocks = (home: Own, wish: HomeWish): readonly HomeBlock[] => [
  header('Your requests'),
  context(`As of ${clock(home.at)}`),
  ...controls([
    button(CALL_PERSON_ACTION, 'Talk to a person', {
      value: 'person',
      ...(home.calledAt === undefined ? { style: 'primary' } : {}),
    }),
    refreshButton(wish),
  ]),
  ...calledBlocks(home),
  divider,
  ...requestBlocks(home.requests),
  divider,
  section('*Your tickets*'),
  ...ticketBlocks(home.tickets),
  context(YOUR_DATA),
];

const calledBlocks = ({ calledAt }: Own): readonly HomeBlock[] =>
  calledAt === undefined
    ? []
    : [context(`Colleagues were told at ${clock(calledAt)} that you want to talk to a person.`)];

const requestBlocks = (requests: readonly Approval[]): readonly HomeBlock[] =>
  requests.length === 0
    ? [section('You have not asked for anything yet. Write to me in “Messages” whenever you need something.')]
    : requests.slice(0, MOST.requests).flatMap((request) => [titleRow(request), row(markupText(ownState(request)))]);

const titleRow = ({ proposal }: Approval): HomeBlock =>
  row(
    dottedParts([
      { text: proposal.words.effect, limit: NAME_TEXT, isBold: true },
      ...recordId(proposal.target).map((text) => ({ text, limit: NAME_TEXT })),
    ]),
  );

function ticketBlocks(tickets: readonly Ticket[] | undefined): readonly HomeBlock[] {
  if (!tickets) return [section('They cannot be shown just now. Please press Refresh in a moment.')];
  if (tickets.length === 0) return [section('You have none.')];
  const rest = tickets.length - MOST.tickets;
  return [
    ...tickets.slice(0, MOST.tickets).map(({ id, subject, status }) =>
      row(
        dottedParts([
          { text: id, limit: NAME_TEXT, isBold: true },
          { text: subject, limit: NAME_TEXT },
          { text: status, limit: NAME_TEXT },
        ]),
      ),
    ),
    ...(rest > 0 ? [context(`and ${rest} more`)] : []),
  ];
}
