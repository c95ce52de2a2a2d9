import { SECOND } from '../../domain/time.ts';
import type { Wake } from '../../ports/wake.ts';

export interface EventSource {
  body: ReadableStream<Uint8Array>;
  signal: AbortSignal;
  wake: Wake;
  /** Names of events that are not even parsed. */
  needless: ReadonlySet<string>;
}

/** A server that has said everything and does not hang up is not waited for any longer. */
const LAST_WAIT = 0.25 * SECOND;

/**
 * Hands over the JSON of each server-sent event, those that came together at once, until `take` says that it has all, `[DONE]`
 * comes, or the server ends. Throws when the connection breaks, the signal is given, or an event is no JSON.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function readEvents(
  { body, signal, wake, needless }: EventSource,
  take: (events: readonly unknown[], isLast: boolean) => boolean,
): Promise<void> {
  const reader = body.getReader();
  const giveUp = () => void reader.cancel(signal.reason).catch(() => undefined); // the reading below ends and says why
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const isDone = await takeAll(reader, needless, take);
    signal.throwIfAborted();
    if (isDone) await leave(reader, wake);
  } finally {
    signal.removeEventListener('abort', giveUp);
    giveUp();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** False: the server ended without a word about it. */
async function takeAll(
  reader: Reader,
  needless: ReadonlySet<string>,
  take: (events: readonly unknown[], isLast: boolean) => boolean,
): Promise<boolean> {
  const decoder = new TextDecoder();
  let rest = ''; // the beginning of an event whose end has not come yet
  for (;;) {
    const { done, value } = await reader.read();
    const texts = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split(BLANK_LINE);
    rest = done ? '' : (texts.pop() ?? '');
    const needed = texts.filter((text) => !needless.has(nameOf(text)));
    const data = needed.map(dataOf).filter((text) => text !== '');
    const end = data.indexOf(END_MARK);
    const events = (end < 0 ? data : data.slice(0, end)).map((text): unknown => JSON.parse(text));
    if (take(events, end >= 0 || done) || end >= 0) return true;
    if (done) return false;
  }
}

const BLANK_LINE = /\r?\n\r?\n/;
const END_MARK = '[DONE]';

/** Empty unless its first line names it. */
const nameOf = (event: string): string =>
  event.startsWith('event:') ? event.slice('event:'.length, event.indexOf('\n')).trim() : '';

/** Comments keep the connection alive and say nothing. */
const dataOf = (event: string): string =>
  event
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');

/** Lets the server end, so that the connection can be used again; how it ends does not matter any more. */
async function leave(reader: Reader, wake: Wake): Promise<void> {
  await new Promise<void>((resolve) => {
    const callOff = wake(LAST_WAIT, resolve);
    const end = () => {
      callOff();
      resolve();
    };
    readToEnd(reader).then(end, end);
  });
}

async function readToEnd(reader: Reader): Promise<void> {
  while (!(await reader.read()).done);
}
