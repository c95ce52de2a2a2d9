import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Order } from '../ports/company.ts';

/** Only what has not left yet can be changed; `change` completes "can no longer …". */
export function checkNotShipped({ id, status }: Order, change: string): Result<undefined, Refusal> {
  switch (status) {
    case 'processing':
    case 'backordered':
      return ok(undefined);
    case 'shipped':
    case 'delivered':
      return refuse({ code: 'ALREADY_SHIPPED', message: `${id} is already ${status}, so it can no longer ${change}.` });
    case 'cancelled':
      return refuse({ code: 'ALREADY_CANCELLED', message: `${id} is already cancelled.` });
  }
}
