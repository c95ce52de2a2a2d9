import type { Fact, Proposal } from './proposal.ts';

/** The label of the fact that says whose record it is: `Alice Wonderland · cust_123 · Premium · since 2021`. */
export const CUSTOMER_FACT = 'Customer';

/** What is true of the record and its customer whatever becomes of the request: the first part of a fact names what it is about. */
export function recordFacts({ facts, target }: Proposal): readonly Fact[] {
  const record = target.slice(target.indexOf(':') + 1);
  return facts.filter(({ label, value }) => label === CUSTOMER_FACT || firstPart(value) === record);
}

export const customerFact = ({ facts }: Proposal): Fact | undefined =>
  facts.find(({ label }) => label === CUSTOMER_FACT);

/** As a colleague would say it; the id where no name was frozen with the proposal. */
export function customerName(proposal: Proposal): string {
  const name = firstPart(customerFact(proposal)?.value ?? '').trim();
  return name === '' ? proposal.customer : name;
}

const firstPart = (value: string): string => value.split(' · ')[0] ?? '';
