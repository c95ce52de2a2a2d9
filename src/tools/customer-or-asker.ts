import { isStaff } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import type { Refusal } from '../domain/result.ts';
import type { Crm, Customer } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { customerNamed, noCustomer } from './records.ts';

/** The customer named, or the asker when a customer names nobody. */
export async function customerOrAsker(crm: Crm, id: string | null, asker?: Principal): Promise<Customer | undefined> {
  if (id !== null) return customerNamed(crm, id);
  return asker?.customerId !== undefined && !isStaff(asker) ? crm.customer(asker.customerId) : undefined;
}

export const noSuchCustomer = (id: string | null): Refusal =>
  id === null ? invalid('customer_id', 'name the customer: only customers may leave it null') : noCustomer(id);
