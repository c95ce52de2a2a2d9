import { setTimeout as wait } from 'node:timers/promises';
import { call, say, slowly } from '../fakes/openai.ts';
import type { ScriptedStep } from '../fakes/openai.ts';
import { WHO } from './trouble-faults.ts';
import type { ModelFault, SlackFault, TroubleFault } from './trouble-faults.ts';

/** Calls of one method; about this person, in their channel or about their order, or whose arguments name something else. */
interface Wrong {
  method: string;
  of?: 'user' | 'channel' | 'order' | 'S_LEADS';
}

/** Where in a turn a fault is met. Where one cannot be, it is met as near to it as it can. */
export interface Phase {
  name: string;
  /** What the model is asked to do: to answer, to answer slowly, to look something up first, or to ask for a refund. */
  task: 'answer' | 'write' | 'look up' | 'refund';
  /** Which step of the model goes wrong, and what else does so that it happens in this phase. */
  model: { step: number | 'outcome'; midway?: true; also?: 'acks' | 'a late sign' | 'a guest' };
  /** Which calls go wrong in the first round, when it happens several times, and in the second, when it happens once. */
  slack: readonly [readonly Wrong[], readonly Wrong[]];
  /** The order that is refunded. */
  order?: string;
}

export const PHASES: readonly Phase[] = [
  {
    name: 'event',
    task: 'answer',
    // The event comes three times.
    model: { step: 0, also: 'acks' },
    // The connection is lost, and the way back to it goes wrong; then an acknowledgement is lost.
    slack: [[{ method: 'apps.connections.open' }], [{ method: 'ack' }]],
  },
  {
    name: 'person',
    task: 'answer',
    model: { step: 0, also: 'a guest' },
    slack: [
      [
        { method: 'users.info', of: 'user' },
        { method: 'usergroups.users.list', of: 'S_LEADS' },
      ],
      [{ method: 'usergroups.users.list', of: 'S_LEADS' }],
    ],
  },
  {
    name: 'first sign',
    task: 'answer',
    // The sign comes when the answer stands already.
    model: { step: 0, also: 'a late sign' },
    slack: [
      [{ method: 'assistant.threads.setStatus', of: 'channel' }],
      [{ method: 'assistant.threads.setStatus', of: 'channel' }],
    ],
  },
  {
    name: 'first step',
    task: 'write',
    model: { step: 0 },
    // What Slack sees of a step is what is written in it.
    slack: [[{ method: 'chat.startStream', of: 'channel' }], [{ method: 'chat.startStream', of: 'channel' }]],
  },
  {
    name: 'later step',
    task: 'look up',
    model: { step: 1 },
    slack: [[{ method: 'chat.appendStream', of: 'channel' }], [{ method: 'chat.appendStream', of: 'channel' }]],
  },
  {
    name: 'reply',
    task: 'write',
    model: { step: 0, midway: true },
    slack: [[{ method: 'chat.stopStream', of: 'channel' }], [{ method: 'chat.postMessage', of: 'channel' }]],
  },
  {
    name: 'card',
    task: 'refund',
    // The request is made, and the answer that goes with it is not.
    model: { step: 1 },
    slack: [[{ method: 'chat.postMessage', of: 'order' }], [{ method: 'chat.postMessage', of: 'order' }]],
    order: 'ORD-12345',
  },
  {
    name: 'outcome',
    task: 'refund',
    model: { step: 'outcome' },
    slack: [[{ method: 'chat.update', of: 'order' }], [{ method: 'chat.postMessage', of: 'channel' }]],
    order: 'ORD-23456',
  },
];

/** Milliseconds between two pieces of what is written slowly. */
const PIECE = 250;
const pause = (): Promise<unknown> => wait(PIECE);
const PIECES = ['I found ', 'it. ', 'It has ', 'left. ', 'It is ', 'on its ', 'way. ', 'It comes ', 'tomorrow', '.'];

export const ANSWER = PIECES.join('');
export const GOES_ON = 'Is there anything else?';
export const WELL = 'All well.';

/** What a sound model does. */
export function soundStep({ task, order = '' }: Phase, amount: string, step: number): ScriptedStep {
  switch (task) {
    case 'answer':
      return say(ANSWER);
    case 'write':
      return slowly(PIECES, pause);
    case 'look up':
      return step === 0 ? call('search_articles', { query: 'returns' }) : slowly(PIECES, pause);
    case 'refund':
      return step === 0
        ? call('refund_order', { order_id: order, amount, currency: null, reason: 'It broke.' })
        : say(ANSWER);
  }
}

export const brokenStep = (fault: ModelFault, { model }: Phase): ScriptedStep =>
  model.midway ? fault.midway(pause) : fault.whole;

/** In the first round the fault is met again and again, in the second once, in the third it has healed. */
export type Round = 1 | 2 | 3;

/** What a person reads in one round, message by message; a refund is approved in it. */
export function readIn(fault: TroubleFault, phase: Phase, round: Round): readonly (string | RegExp)[] {
  if (round === 3) return [WELL];
  return fault.kind === 'model' ? readOfModel(fault, phase, round) : readOfSlack(fault, phase, round);
}

const DONE = /^Done: \$\d\.\d\d/;

function readOfModel(fault: ModelFault, phase: Phase, round: Round): readonly (string | RegExp)[] {
  const isHealed = round === 2 && fault.heals;
  if (phase.task !== 'refund') return [isHealed ? ANSWER : fault.words];
  if (phase.model.step !== 'outcome') return [isHealed && !isSaidByRequest(fault) ? ANSWER : fault.afterRequest, DONE];
  if (isHealed && !isSaidByRequest(fault)) return [ANSWER, DONE, GOES_ON];
  return [ANSWER, DONE, ...(fault.afterOutcome ? [fault.afterOutcome] : [])];
}

/** A model that says nothing is not asked again where the request speaks for itself. */
const isSaidByRequest = ({ name }: ModelFault): boolean => name === 'model says nothing';

function readOfSlack(fault: SlackFault, phase: Phase, round: Round): readonly (string | RegExp)[] {
  if (phase.name === 'person') return [round === 2 && fault.heals ? ANSWER : WHO];
  return phase.task === 'refund' ? [ANSWER, DONE, ...(phase.model.step === 'outcome' ? [GOES_ON] : [])] : [ANSWER];
}
