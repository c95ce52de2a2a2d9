import type { Execution } from '../domain/receipt.ts';
import type { Written } from '../ports/company.ts';
import { cut } from './fields.ts';

/** The company's definite "no" by its code, as half a sentence. */
const WHY: ReadonlyMap<string, string> = new Map([
  ['version_conflict', 'the record was changed in the meantime'],
  ['exceeds_refundable', 'more than is left to refund'],
  ['currency_mismatch', 'the order is in another currency'],
  ['already_shipped', 'the order was already shipped'],
  ['not_found', 'the record no longer exists'],
]);

/** What the company's answer means; `done` reads the answer of a write that happened. */
export function toExecution<Value>(written: Written<Value>, done: (value: Value) => Execution): Execution {
  switch (written.kind) {
    case 'done':
      return done(written.value);
    case 'refused':
      return { kind: 'failed', refusal: WHY.get(written.code) ?? cut(written.message, 200) };
    case 'unknown':
      return { kind: 'unknown', why: written.why };
  }
}

/** Like `toExecution`, for a look-up; undefined when the company never saw the key. */
export const toFound = <Value>(
  written: Written<Value> | undefined,
  done: (value: Value) => Execution,
): Execution | undefined => written && toExecution(written, done);

/** For a write whose answer is a record with an id. */
export const toReceipt = ({ id }: { id: string }): Execution => ({
  kind: 'executed',
  receipt: { reference: id, status: 'succeeded' },
});

/** A change of a record is sent with the version whose facts were approved; without one there is nothing to compare. */
export function versionOf({ version }: { version?: number }): number {
  if (version === undefined) throw new Error('a change of a record needs the version that was approved');
  return version;
}
