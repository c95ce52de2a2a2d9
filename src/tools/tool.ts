import type { Execution, Receipt } from '../domain/receipt.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { ApprovalId, ConversationId, MessageTs } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { ToolSpec } from '../ports/model.ts';

export interface CallContext {
  asker: Principal;
  conversation: ConversationId;
  now: Instant;
  /** The person's last message, for people who decide; tools do not read it. */
  quote?: string;
  /** The person's last message; tools do not read it. */
  source?: MessageTs;
}

export type ToolResult =
  | { kind: 'data'; data: Json }
  | { kind: 'refusal'; refusal: Refusal }
  /** An action asks for a change; nothing has changed. */
  | { kind: 'proposal'; proposal: Proposal }
  | { kind: 'hand-off'; wants: string }
  | { kind: 'withdrawal'; approval: ApprovalId; why: string };

/** All the loop ever sees. A call throws `Unavailable` for an outage; everything else is a value. */
export interface Tool {
  spec: ToolSpec;
  /** `input` is parsed JSON, not yet checked against the schema. */
  call(input: unknown, context: CallContext): Promise<ToolResult>;
}

/** Only `approvals/` is handed these. `input` is always a proposal's frozen input. */
export interface Action extends Tool {
  /** Reads the facts anew, whoever asks; a refusal when it can no longer be done. */
  prepare(input: Json, now: Instant): Promise<Result<Proposal, Refusal>>;
  /** Changes the world, once per key however often it is called. `version` is the record's when its facts were last read. */
  execute(input: Json, intent: { key: ApprovalId; version?: number }): Promise<Execution>;
  /** What became of the key; undefined when the company never saw it. Throws `Unavailable`. */
  lookUp(input: Json, key: ApprovalId): Promise<Execution | undefined>;
  /** The same request for another amount, decimal text in the currency's major units; absent: it has none to change. */
  withAmount?(input: Json, amount: string): Result<Json, Refusal>;
  /** What would take back what was done; absent or undefined: it cannot be taken back. */
  compensate?(done: Proposal, receipt: Receipt): Compensation | undefined;
}

/** The request that takes something back. `given`: the part of its basis that is true as long as nobody has changed the record since. */
export interface Compensation {
  action: string;
  input: Json;
  given: Readonly<Record<string, Json>>;
}
