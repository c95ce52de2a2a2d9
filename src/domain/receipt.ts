import type { Money } from './money.ts';

export interface Receipt {
  /** The company's id for what was done: a refund id, a ticket id, an order id. */
  reference: string;
  /** `pending`: the company accepted it and is still working on it. */
  status: 'succeeded' | 'pending';
  /** What was moved, where that is not what was asked for. */
  amount?: Money;
}

export type Execution =
  | { kind: 'executed'; receipt: Receipt }
  | { kind: 'failed'; refusal: string }
  /** `amount`: what the company says was moved, where that is not what was asked for. */
  | { kind: 'unknown'; why: string; amount?: Money };
