import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { User } from '../../src/local/slack/seed.ts';
import { call, say } from '../fakes/openai.ts';
import type { ScriptedRequest, ScriptedStep } from '../fakes/openai.ts';
import { openScripted } from '../journeys/support.ts';
import type { TroubleFault } from './trouble-faults.ts';
import { ANSWER, brokenStep, GOES_ON, PHASES, soundStep, WELL } from './trouble-phases.ts';
import type { Phase, Round } from './trouble-phases.ts';

/** How often the model still goes wrong, and has gone so. */
type Wrong = Map<Phase, { left: number; met: number }>;

/** The bot in a world where one fault is met, somebody of their own in each phase. */
export async function openTrouble(fault: TroubleFault) {
  const wrong: Wrong = new Map();
  const here = await openScripted((request) => nextStep(fault, wrong, request), {
    slack: { people: PHASES.map((phase) => personIn(fault, phase)) },
  });
  const owed = openOwed(here.environment['DATA_DIR'] ?? '');
  const stop = async () => {
    owed.close();
    await here.stop();
  };
  return { ...here, wrong, owed: owed.read, stop };
}
export type Trouble = Awaited<ReturnType<typeof openTrouble>>;

export const userIn = (phase: Phase): string => `UTROUBLE${PHASES.indexOf(phase)}`;

/** Those whose order it is; the others are Alice too. */
function personIn(fault: TroubleFault, phase: Phase): User {
  const isGuest = fault.kind === 'model' && phase.model.also === 'a guest';
  const name = phase.order === 'ORD-23456' ? 'bob' : 'alice';
  const email = `${name}@example.com`;
  const id = userIn(phase);
  return { id, team: 'T_LOCAL', name, realName: `A ${phase.name}`, role: isGuest ? 'guest' : 'customer', email };
}

/** What is written so that the model knows what to do. */
export const wordsFor = (phase: Phase, round: Round): string =>
  `Please help me, phase ${PHASES.indexOf(phase)}.${round}`;
const ASKED = /Please help me, phase (\d)\.(\d)/;
export const amountOf = (phase: Phase, round: Round): string => `${PHASES.indexOf(phase) + 1}.0${round}`;

function nextStep(fault: TroubleFault, wrong: Wrong, { items }: ScriptedRequest): ScriptedStep {
  const start = items.findLastIndex((item) => item.kind === 'message' && ASKED.test(item.text));
  const asked = items[start];
  const [, place = '', round = ''] = (asked?.kind === 'message' && ASKED.exec(asked.text)) || [];
  const phase = PHASES[Number(place)];
  if (!phase) throw new Error('nobody wrote what the model is asked');
  const after = items.slice(start + 1);
  const step = after.some((item) => item.kind === 'message' && item.role !== 'assistant')
    ? 'outcome'
    : after.filter((item, index) => item.kind === 'call' && after[index - 1]?.kind !== 'call').length;
  if (round === '3') return wellStep(phase, after);
  const { left, met } = wrong.get(phase) ?? { left: 0, met: 0 };
  if (fault.kind === 'model' && step === phase.model.step && left > 0) {
    wrong.set(phase, { left: left - 1, met: met + 1 });
    return brokenStep(fault, phase);
  }
  if (step === 'outcome') return say(phase.model.step === 'outcome' ? GOES_ON : '');
  // What is written at once is posted.
  if (fault.kind === 'slack' && phase.name === 'reply' && round === '2') return say(ANSWER);
  return soundStep(phase, amountOf(phase, round === '1' ? 1 : 2), step);
}

/** It is all well again when the bot knows who asks: then they may see their own order. */
function wellStep(phase: Phase, after: ScriptedRequest['items']): ScriptedStep {
  const order = phase.order ?? 'ORD-12345';
  const found = after.findLast((item) => item.kind === 'output');
  if (!found) return call('find_orders', { customer_id: null, order_id: order });
  const isSeen = found.kind === 'output' && found.output.includes(`"${order}"`) && !/"(refus|error)/.test(found.output);
  return say(isSeen || phase.model.also === 'a guest' ? WELL : `Not well: ${JSON.stringify(found)}`);
}

/** What the bot has not said or done yet, and drafts that it has not ended, as its database holds them. */
function openOwed(folder: string) {
  const database = new DatabaseSync(join(folder, 'deskhand.db'), { readOnly: true });
  const query = database.prepare(
    `SELECT lane, kind || ' ' || state AS what FROM outbox WHERE state IN ('waiting', 'sending')
     UNION ALL SELECT conversation, 'draft' FROM drafts
     UNION ALL SELECT lane, 'job ' || kind FROM jobs WHERE done_at IS NULL AND coalesce(run_at, 0) <= ?`,
  );
  return {
    read: () => query.all(Date.now()).map(({ lane, what }) => ({ lane: String(lane), what: String(what) })),
    close: () => database.close(),
  };
}
