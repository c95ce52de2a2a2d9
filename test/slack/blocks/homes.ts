import { ApprovalId, CustomerId, Target, TicketId, UserId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { Home } from '../../../src/ports/home.ts';
import type { HomeBlock, HomeView } from '../../../src/slack/blocks/home/home-kit.ts';
import { FIRST_WISH } from '../../../src/slack/blocks/home/wish.ts';
import { everyState, NOON, pending, refund, ticket } from './approvals.ts';

export type Queue = Extract<Home, { kind: 'queue' }>;
export type Own = Extract<Home, { kind: 'own' }>;

export const AT = NOON + 108 * MINUTE;
const states = everyState(refund);

/** What Priya sees: one refund that hurries, one ticket that does not, one for a lead. */
export const queue = (over: Partial<Queue> = {}): Queue => ({
  kind: 'queue',
  role: 'agent',
  wish: FIRST_WISH,
  page: {
    items: [pending(), pending({ id: ApprovalId.parse('apr_7f3k01'), proposal: ticket, expiresAt: AT + 110 * MINUTE })],
    total: 2,
  },
  size: 20,
  others: {
    items: [
      pending({
        id: ApprovalId.parse('apr_7f3k02'),
        needs: { kind: 'people', count: 1, role: 'lead' },
        openedAt: AT - 20 * MINUTE,
        proposal: {
          ...refund,
          target: Target.parse('order:ORD-30402'),
          customer: CustomerId.parse('cust_456'),
          facts: [],
          words: { ...refund.words, effect: 'Refund $640.00' },
        },
      }),
    ],
    total: 1,
  },
  handled: { total: 14, own: 2, median: 4 * MINUTE },
  attention: { approved: 0, unknown: 0, forPerson: 0, failed: 0 },
  decided: [states.rejected],
  undoable: [],
  holds: [],
  alone: money(20_000, 'USD'),
  since: NOON - 12 * 60 * MINUTE,
  at: AT,
  ...over,
});

export const own = (over: Partial<Own> = {}): Own => ({
  kind: 'own',
  requests: [states.executed, pending()],
  tickets: [{ id: TicketId.parse('TKT_001'), subject: 'Login Issue', status: 'Open', priority: 'High' }],
  at: AT,
  ...over,
});

export const undoable = {
  ...everyState(ticket).executed,
  id: ApprovalId.parse('apr_7f3k09'),
  version: 5,
  undoUntil: AT + 41_000,
};
export const paused = { kind: 'paused', by: refund.customer, slackUser: UserId.parse('UADMIN'), at: AT } as const;

/** Home as a person reads it, a line for each block; dates in UTC, what is chosen in `{…}`. */
export const readHome = ({ blocks }: HomeView): string => blocks.map(readBlock).map(unescape).join('\n');

function readBlock(block: HomeBlock): string {
  switch (block.type) {
    case 'divider':
      return '---';
    case 'header':
      return `# ${block.text.text}`;
    case 'markdown':
      return block.text;
    case 'context':
      return `(${block.elements.map(({ text }) => text).join(' ')})`;
    case 'section':
      if ('fields' in block) return block.fields.map(({ text }) => text).join(' | ');
      return 'accessory' in block ? `${block.text.text} [${block.accessory.text.text}]` : block.text.text;
    case 'actions':
      return block.elements
        .map((element) =>
          element.type === 'button' ? `[${element.text.text}]` : `{${element.initial_option.text.text}}`,
        )
        .join(' ');
  }
}

const unescape = (text: string): string =>
  text
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
