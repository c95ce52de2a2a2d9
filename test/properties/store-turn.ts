import { answeredRequests } from '../../src/agent/answered-requests.ts';
import { afterTurn, commitTurn } from '../../src/agent/commit-turn.ts';
import { NOTHING_YET } from '../../src/agent/turn.ts';
import type { Turn } from '../../src/agent/turn.ts';
import type { ApprovalDeps } from '../../src/approvals/deps.ts';
import { openApproval } from '../../src/approvals/open/open-approval.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import type { ConversationId, MessageTs } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { Job } from '../../src/ports/engine.ts';
import type { Action } from '../../src/tools/tool.ts';
import { ORDER_IDS } from './store-company.ts';

/** Written in a thread: the model would make a request for each of these orders. */
export interface Asked {
  thread: ConversationId;
  ts: MessageTs;
  orders: readonly (0 | 1)[];
  amount: number;
  by: Principal;
}

type Deps = Pick<ApprovalDeps, keyof ApprovalDeps>;

/** The turn of a message, as the agent takes it, without its model. */
export async function turn(deps: Deps, action: Action, job: Job, asked: Asked): Promise<void> {
  const { thread, by } = asked;
  if (await deps.store.isDone(job.id)) return afterTurn(deps, thread);
  const approvals = await deps.store.approvalsOf(thread);
  const at = deps.now();
  const proposed = await propose(deps, action, { asked, at });
  const resumed = answeredRequests(deps, approvals, { by, text: `written at ${at}`, at }).filter(
    ({ id }) => !proposed.takenBack.some((other) => other.id === id),
  );
  const finished = {
    job: job.id,
    conversation: thread,
    user: by.slackUser,
    before: [],
    asked: [],
    turn: proposed,
    resumed,
    at,
  };
  if (!(await commitTurn(deps, finished))) throw new Unavailable('store');
}

async function propose(deps: Deps, action: Action, { asked, at }: { asked: Asked; at: number }): Promise<Turn> {
  const { thread, ts, orders, amount, by } = asked;
  let turn: Turn = NOTHING_YET;
  for (const order of orders) {
    const prepared = await action.prepare(
      { order_id: ORDER_IDS[order], amount: { minor: amount, currency: 'USD' }, reason: `asked at ${at}` },
      at,
    );
    if (!prepared.ok) continue;
    const { opened, takenBack } = turn;
    const asking = { asker: by, conversation: thread, source: ts, now: at, saidAt: at, opened, takenBack };
    const opening = await openApproval(deps, { proposal: prepared.value, ...asking });
    if (!opening.ok) continue;
    const { opened: one, superseded } = opening.value;
    turn = { ...turn, opened: [...opened, one], takenBack: superseded ? [...takenBack, superseded] : takenBack };
  }
  return turn;
}
