import { isStaff } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import type { Company } from '../ports/company.ts';
import type { Store } from '../ports/store.ts';
import { cancelOrder } from './cancel-order.ts';
import { changeAddress } from './change-address.ts';
import { checkStock } from './check-stock.ts';
import { findCustomer } from './find-customer.ts';
import { findOrders } from './find-orders.ts';
import { findTickets } from './find-tickets.ts';
import { handOff } from './hand-off.ts';
import { openTicket } from './open-ticket.ts';
import { placeOrder } from './place-order.ts';
import { refundOrder } from './refund-order.ts';
import { searchArticles } from './search-articles.ts';
import type { Action, Tool } from './tool.ts';
import { updateTicket } from './update-ticket.ts';
import { withdrawRequest } from './withdraw-request.ts';

export interface Toolbox {
  tools: readonly Tool[];
  /** By name; for `approvals/` alone. */
  actions: ReadonlyMap<string, Action>;
  /** What the model is offered for this asker, at most ten: fewer tools are chosen better. */
  toolsFor: (asker: Principal, hasOpenRequest: boolean) => readonly Tool[];
  /** What this asker may call, offered or not; undefined for anything else. */
  find: (name: string, asker: Principal) => Tool | undefined;
}

/** Without a `ledger` nothing counts as reserved. */
export function toolbox({ crm, knowledge, orders }: Company, ledger?: Pick<Store, 'openOn'>): Toolbox {
  const actions = [
    openTicket({ crm }),
    updateTicket({ crm }),
    refundOrder({ orders, crm, reservedOn: async (target) => (await ledger?.openOn(target))?.proposal.cost }),
    cancelOrder({ orders, crm }),
    changeAddress({ orders, crm }),
    placeOrder({ orders, crm }),
  ];
  const tools: readonly Tool[] = [
    findCustomer({ crm }),
    findOrders({ orders, crm }),
    checkStock({ orders }),
    searchArticles({ knowledge }),
    findTickets({ crm }),
    handOff(),
    withdrawRequest(),
    ...actions,
  ];
  const byName = new Map(tools.map((tool) => [tool.spec.name, tool]));
  return {
    tools,
    actions: new Map(actions.map((action) => [action.spec.name, action])),
    toolsFor: (asker, hasOpenRequest) => offered(asker, hasOpenRequest).flatMap((name) => byName.get(name) ?? []),
    find: (name, asker) => (isKnown(asker) || STRANGER.includes(name) ? byName.get(name) : undefined),
  };
}

const CUSTOMER: readonly string[] = [
  'find_orders',
  'search_articles',
  'find_tickets',
  'hand_off',
  'open_ticket',
  'refund_order',
  'cancel_order',
  'change_address',
  'place_order',
];
const STAFF: readonly string[] = [
  'find_customer',
  'find_orders',
  'find_tickets',
  'search_articles',
  'update_ticket',
  'refund_order',
  'cancel_order',
  'change_address',
  'place_order',
];
const STRANGER: readonly string[] = ['search_articles', 'hand_off'];

/** Withdrawing takes the place of the stock question while there is something to withdraw. */
function offered(asker: Principal, hasOpenRequest: boolean): readonly string[] {
  if (!isKnown(asker)) return STRANGER;
  const tenth = hasOpenRequest ? 'withdraw_request' : 'check_stock';
  return [...(isStaff(asker) ? STAFF : CUSTOMER), tenth];
}

/** A colleague, unless nobody's records may be told where they ask; or a customer whose record was found. */
const isKnown = (asker: Principal): boolean =>
  isStaff(asker) ? asker.only !== 'nobody' : !asker.external && asker.customerId !== undefined;
