import type { Step, Watching } from '../../ports/model.ts';
import type { Wake } from '../../ports/wake.ts';
import { readEvents } from './server-events.ts';

/** How one of the two APIs answers. */
export interface Reading {
  /** Throws for an answer that cannot be read, and for a failure. */
  fromAnswer: (body: unknown) => Step;
  /** A fresh one for each stream. */
  openStream: () => AnswerStream;
  /** Names of the stream's events that say nothing which others do not say as well. */
  needless: ReadonlySet<string>;
}

export interface AnswerStream {
  /** True: the answer is whole, nothing more has to be read. Throws when the server tells of a failure. */
  take: (event: unknown) => boolean;
  /** What was said so far, never a refusal. */
  text: () => string;
  /** As the same answer in one piece would read. Throws when it ended early. */
  answer: () => unknown;
}

interface Listener {
  signal: AbortSignal;
  onText: Watching['onText'];
  wake: Wake;
}

/** Reads a stream or a plain answer, whichever came: not every server that is asked for a stream sends one. */
export async function readAnswer(listener: Listener, reading: Reading, response: Response): Promise<Step> {
  const { body, headers } = response;
  const isStream = headers.get('content-type')?.includes('text/event-stream') ?? false;
  if (!isStream || !body) return reading.fromAnswer(JSON.parse(await response.text()));
  const stream = reading.openStream();
  let shown = ''; // grows with what was told
  await readEvents({ ...listener, body, needless: reading.needless }, (events, isLast) => {
    const isWhole = events.some((event) => stream.take(event));
    if (isWhole || isLast || !listener.onText) return isWhole;
    const text = stream.text().trim();
    if (text !== shown) listener.onText(text);
    shown = text;
    return false;
  });
  return reading.fromAnswer(stream.answer());
}
