import type { z } from 'zod';
import type { Execution, Receipt } from '../domain/receipt.ts';
import type { CustomerTier, Proposal } from '../domain/proposal.ts';
import type { ApprovalId, CustomerId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { maySee } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Fields, Wish } from './arguments.ts';
import { defineTool } from './define-tool.ts';
import type { ToolDefinition } from './define-tool.ts';
import type { Action, Compensation } from './tool.ts';

/** A proposal less what every action fills in alike. */
export interface Plan extends Omit<Proposal, 'action' | 'customer'> {
  customerTier: CustomerTier;
}

interface Circumstances {
  now: Instant;
  /** Absent when the facts of a frozen input are read again. */
  asker?: Principal;
}

interface ActionDefinition<Shape extends Fields, Input extends Json, Subject> extends Omit<
  ToolDefinition<Shape>,
  'answer'
> {
  /** What is frozen, shown, approved and executed. */
  input: z.ZodType<Input>;
  /** The record that would change. `asker` is absent when the facts of a frozen input are read again. */
  find: (named: Wish<Shape> | Input, asker?: Principal) => Promise<Subject | undefined>;
  ownerOf: (subject: Subject) => CustomerId;
  /** Said alike when there is no such record and when it is somebody else's. */
  notFound: (named: Wish<Shape> | Input) => Refusal;
  freeze: (wish: Wish<Shape>, subject: Subject) => Result<Input, Refusal>;
  /** What would be done to the record as it is now; a refusal when it cannot be done. */
  propose: (input: Input, subject: Subject, circumstances: Circumstances) => Promise<Result<Plan, Refusal>>;
  execute: (input: Input, intent: { key: ApprovalId; version?: number }) => Promise<Execution>;
  lookUp: (key: ApprovalId, input: Input) => Promise<Execution | undefined>;
  withAmount?: (input: Input, amount: string) => Result<Input, Refusal>;
  compensate?: (input: Input, done: Proposal, receipt: Receipt) => Compensation | undefined;
}

/** An action: `call` parses, checks the owner and proposes; `prepare` proposes the same again from the frozen input. */
export function defineAction<Shape extends Fields, Input extends Json, Subject>(
  definition: ActionDefinition<Shape, Input, Subject>,
): Action {
  const { find, freeze, notFound, ownerOf, withAmount, compensate } = definition;

  const propose = async (input: Input, subject: Subject, under: Circumstances): Promise<Result<Proposal, Refusal>> => {
    const plan = await definition.propose(input, subject, under);
    return plan.ok ? ok({ ...plan.value, action: definition.name, customer: ownerOf(subject) }) : plan;
  };

  const tool = defineTool({
    ...definition,
    answer: async (wish, { asker, now }) => {
      const subject = await find(wish, asker);
      if (!subject || !maySee(asker, ownerOf(subject))) return { kind: 'refusal', refusal: notFound(wish) };
      const input = freeze(wish, subject);
      const proposal = input.ok ? await propose(input.value, subject, { now, asker }) : input;
      return proposal.ok
        ? { kind: 'proposal', proposal: proposal.value }
        : { kind: 'refusal', refusal: proposal.refusal };
    },
  });

  return {
    ...tool,
    prepare: async (frozen, now) => {
      const input = definition.input.parse(frozen);
      const subject = await find(input);
      return subject ? propose(input, subject, { now }) : refuse(notFound(input));
    },
    execute: async (frozen, intent) => definition.execute(definition.input.parse(frozen), intent),
    lookUp: async (frozen, key) => definition.lookUp(key, definition.input.parse(frozen)),
    ...(withAmount && {
      withAmount: (frozen: Json, amount: string) => withAmount(definition.input.parse(frozen), amount),
    }),
    ...(compensate && {
      compensate: (done: Proposal, receipt: Receipt) => compensate(definition.input.parse(done.input), done, receipt),
    }),
  };
}
