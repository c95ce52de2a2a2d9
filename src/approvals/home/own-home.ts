import { Unavailable } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import { SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Crm, Ticket as CompanyTicket } from '../../ports/company.ts';
import type { Home, Ticket } from '../../ports/home.ts';
import type { Store } from '../../ports/store.ts';
import { TOO_SLOW, within } from '../../ports/within.ts';

export interface OwnDeps {
  store: Store;
  crm: Pick<Crm, 'tickets'>;
  /** Milliseconds that the customer system may take; 1.5 seconds when absent. */
  patience?: number;
}

type Own = Extract<Home, { kind: 'own' }>;

/** Of each, the latest. */
const SHOWN = 10;
const PATIENCE = 1.5 * SECOND;

/** What a customer has asked for, and their tickets. */
export async function ownHome(deps: OwnDeps, { person, customerId }: Principal, at: Instant): Promise<Own> {
  const [requests, tickets] = await Promise.all([
    deps.store.askedBy(person, SHOWN),
    customerId === undefined ? [] : ticketsOf(deps, customerId),
  ]);
  return { kind: 'own', requests, ...(tickets ? { tickets } : {}), at };
}

/** Undefined: the customer system does not answer, or not in time. */
async function ticketsOf(
  { crm, patience = PATIENCE }: OwnDeps,
  id: CustomerId,
): Promise<readonly Ticket[] | undefined> {
  try {
    const tickets = await within(patience, crm.tickets(id));
    return tickets === TOO_SLOW ? undefined : [...tickets].toSorted(openFirst).slice(0, SHOWN).map(asShown);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return undefined;
  }
}

const openFirst = (a: CompanyTicket, b: CompanyTicket): number => Number(isOver(a)) - Number(isOver(b));
const isOver = ({ status }: CompanyTicket): boolean => status === 'Resolved' || status === 'Closed';

const asShown = ({ id, subject, status, priority }: CompanyTicket): Ticket => ({ id, subject, status, priority });
