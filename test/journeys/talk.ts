import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { until } from '../stage/until.ts';
import { slowly } from '../fakes/openai.ts';
import type { Script, ScriptedAnswer, ScriptedRequest } from '../fakes/openai.ts';
import type { Stage, StageSettings } from '../stage/stage.ts';
import { openScripted } from './support.ts';

type Slack = Stage['slack'];

/** The stage with a scripted model, for journeys in which it matters what happens when. */
export async function openTalk(script: Script, options: Omit<StageSettings, 'modelUrl'> = {}) {
  const here = await openScripted(script, options);
  return { ...here, ...talkIn(here.slack, here.model) };
}

/** What is said in threads, and what the model is told of it. */
export function talkIn(slack: Slack, model: { requests: readonly ScriptedRequest[] }) {
  const requestsWith = (part: string) => model.requests.filter((request) => wordsIn(request).join('\n').includes(part));
  return {
    reply: (thread: string, text: string, user = 'UALICE', channel = 'C_SUPPORT') =>
      slack.postAs(user, channel, text, { threadTs: thread }),
    /** Resolves when the bot has saved all that happened so far. */
    heard: acknowledgements(slack),
    requestsWith,
    /** The first request in which somebody says this. */
    requestWith: (part: string) => until(() => requestsWith(part)[0], `the model to be told “${part}”`),
  };
}

function acknowledgements(slack: Slack): () => Promise<void> {
  const open = new Set<unknown>();
  slack.feed.subscribe((change) => {
    if (change.type !== 'log' || change.entry.kind === 'call') return;
    const { envelopeId } = change.entry.detail;
    if (change.entry.kind === 'envelope') open.add(envelopeId);
    else open.delete(envelopeId);
  });
  return async () => {
    await setImmediate();
    await until(() => open.size === 0, 'the bot to acknowledge what happened');
  };
}

/** Something that happens when the test says so. */
export function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}

/** An answer that begins when that is over. */
export const behind = (opened: Promise<unknown>, step: ScriptedAnswer): ScriptedAnswer => ({
  ...step,
  pieces: step.text === '' ? [] : [step.text],
  pause: () => opened,
});

/** Milliseconds. What takes longer than a second to write, people are shown meanwhile. */
const TAKES_LONG = 1_050;

interface Writing {
  /** For the last piece. */
  finished: Promise<unknown>;
  /** For the one before it; absent: like the others. */
  goOn?: Promise<unknown>;
  step?: ScriptedAnswer;
}

/** The model needs more than a second for each piece behind the first, until it is told to finish. */
export const written = (pieces: readonly string[], { finished, goOn = finished, step }: Writing): ScriptedAnswer =>
  slowly(
    pieces,
    async (piece) => {
      if (piece === 0 || piece === pieces.length) return;
      if (piece === pieces.length - 1) await finished;
      else if (piece === pieces.length - 2 && goOn !== finished) await goOn;
      else await (piece === 1 ? pause(TAKES_LONG) : Promise.race([pause(TAKES_LONG), goOn]));
    },
    step,
  );

const PERSON = /^From: ([^\n]*)\n<<<\S+\n([\s\S]*)\n\S+>>>$/;

/** What people said, as a request tells it: `customer "alice": hello`. */
export const saidIn = ({ items }: Pick<ScriptedRequest, 'items'>): readonly string[] =>
  items.flatMap((item) => {
    const [, from, words] = (item.kind === 'message' && item.role === 'user' && PERSON.exec(item.text)) || [];
    return from === undefined || words === undefined ? [] : [`${from}: ${words}`];
  });

/** Without who. */
export const wordsIn = (request: Pick<ScriptedRequest, 'items'>): readonly string[] =>
  saidIn(request).map((said) => said.slice(said.indexOf(': ') + 2));

/** What people said since the last answer, in one line. */
export function unansweredIn({ items }: ScriptedRequest): string {
  const last = items.findLastIndex((item) => item.kind === 'message' && item.role === 'assistant');
  return wordsIn({ items: items.slice(last + 1) }).join(' + ');
}
