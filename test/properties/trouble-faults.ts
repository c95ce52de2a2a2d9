import type { Fault } from '../../src/local/slack/faults.ts';
import { cut, decline, error, filtered, garbage, incomplete, say, slowly } from '../fakes/openai.ts';
import type { ScriptedStep } from '../fakes/openai.ts';

/** What is wrong with the model's answer, and what people read of that. */
export interface ModelFault {
  kind: 'model';
  name: string;
  /** In place of an answer. */
  whole: ScriptedStep;
  /** An answer that went wrong while people watched it being written; `pause` lies between its pieces. */
  midway: (pause: () => Promise<unknown>) => ScriptedStep;
  /** Whether there is something to watch then. */
  isShown: boolean;
  /** Met once, it is over when the bot asks again. */
  heals: boolean;
  /** Of a question that met it each time it was asked. */
  words: RegExp;
  /** When a request was made before. */
  afterRequest: RegExp;
  /** When it met the request's outcome, which was told already; absent: nothing more is said. */
  afterOutcome?: RegExp;
}

/** What is wrong with a call to Slack, and what people read when they cannot be looked up because of it. */
export interface SlackFault {
  kind: 'slack';
  name: string;
  of: (times: number) => readonly Fault[];
  /** Met once, a look-up that may be repeated is. */
  heals: boolean;
  /** Milliseconds for which Slack wants to be left alone. */
  rest: number;
}

const OUTAGE = /^I'm sorry, I can't think straight right now: my language model doesn't answer\./;
const ASKED = /^I've asked for the refund of \$\d\.\d\d.*, and will write here how it ends\.$/s;
const HALF = 'It is on its way. It will ar';
const PIECES = ['It is ', 'on its ', 'way. ', 'It ', 'will ', 'ar'];

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const FAILED = event({ type: 'error', code: 'rate_limit_exceeded', message: 'scripted 429', param: null });
const BROKEN = event({
  type: 'response.failed',
  response: { status: 'failed', error: { code: 'server_error', message: 'scripted 500' }, output: [] },
});

const outage = (name: string, whole: ScriptedStep, end: string): ModelFault => ({
  kind: 'model',
  name,
  whole,
  midway: (pause) => slowly(PIECES, pause, { ...say(HALF), end }),
  isShown: true,
  heals: true,
  words: OUTAGE,
  afterRequest: ASKED,
});

const half = (words: RegExp): Pick<ModelFault, 'words' | 'afterRequest'> => ({
  words,
  afterRequest: new RegExp(`^I've asked for the refund of .*${words.source.replace('^', '')}`, 's'),
});

const CUT = /^It is on its way\.\s+I'm sorry, my answer got too long and is cut short here\./;

const MODEL_FAULTS: readonly ModelFault[] = [
  outage('model limits the rate', error(429, { 'retry-after': '1' }), FAILED),
  outage('model answers 500', error(500), BROKEN),
  outage('model hangs up', cut(HALF), 'cut'),
  outage('model talks garbage', garbage(), 'data: {"type":oops\n\n'),
  {
    kind: 'model',
    name: 'model says nothing',
    whole: say(''),
    midway: (pause) => slowly([' ', ' ', ' '], pause, say('   ')),
    isShown: false,
    heals: true,
    words: /^I'm sorry, I have no answer to that\./,
    afterRequest: /^Thanks\. A colleague checks this first; I'll write here as soon as it's decided\.$/,
  },
  {
    kind: 'model',
    name: 'model stops at its length',
    whole: incomplete(HALF),
    midway: (pause) => slowly(PIECES, pause, incomplete(HALF)),
    isShown: true,
    heals: true,
    ...half(CUT),
    afterOutcome: CUT,
  },
  {
    kind: 'model',
    name: 'model refuses',
    whole: decline(),
    midway: (pause) => slowly(['I cannot ', 'help ', 'with ', 'that', '.'], pause, decline()),
    isShown: false,
    heals: false,
    ...half(/^I'm sorry, I can't help with that\./),
  },
  {
    kind: 'model',
    name: 'model is filtered',
    whole: filtered(HALF),
    midway: (pause) => slowly(PIECES, pause, filtered(HALF)),
    isShown: true,
    heals: false,
    ...half(/^I'm sorry, I couldn't put an answer to that together\./),
  },
];

const SLACK_FAULTS: readonly SlackFault[] = [
  {
    kind: 'slack',
    name: 'Slack limits the rate',
    of: (times) => [{ kind: '429', retryAfter: 1, times }],
    heals: true,
    rest: 1_000,
  },
  {
    kind: 'slack',
    name: 'Slack answers 500',
    of: (times) => [{ kind: 'status', status: 500, times }],
    heals: true,
    rest: 0,
  },
  { kind: 'slack', name: 'Slack hangs up', of: (times) => [{ kind: 'drop-before', times }], heals: true, rest: 0 },
  {
    kind: 'slack',
    name: 'Slack does it and hangs up',
    of: (times) =>
      times === 1
        ? [{ kind: 'commit-then-drop' }]
        : [
            { kind: 'error', error: 'fatal_error' },
            { kind: 'commit-then-drop', times: times - 1 },
          ],
    heals: true,
    rest: 0,
  },
];

export type TroubleFault = ModelFault | SlackFault;
export const FAULTS: readonly TroubleFault[] = [...MODEL_FAULTS, ...SLACK_FAULTS];

/** To somebody whom Slack could not be asked about. */
export const WHO = /^I'm sorry, I can't look up who you are right now\. Nothing was done;/;
