import type { Item } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { Wake } from '../ports/wake.ts';
import { gather } from './gather.ts';
import { looksFinished } from './looks-finished.ts';

export interface HoldDeps {
  engine: Pick<Engine, 'waiting' | 'onWaiting'>;
  wake: Wake;
  now: () => Instant;
  /** Milliseconds in which somebody who has not finished speaking may go on; 0: nobody is waited for. */
  gatherFor: number;
}

/**
 * Waits until somebody who seems to go on writing was quiet for half of `gatherFor`, at most `gatherFor` after `begunAt`.
 * False: there was nothing to wait for.
 */
export async function hold(
  deps: HoldDeps,
  own: Job,
  { begunAt, before }: { begunAt: Instant; before: readonly Item[] },
): Promise<boolean> {
  if (!mayGoOn(deps, own, { begunAt, before })) return false;
  const end = begunAt + deps.gatherFor;
  let quietSince = begunAt; // anew with each message
  while (await writesMore(deps, own, Math.min(quietSince + deps.gatherFor / 2, end) - deps.now())) {
    quietSince = deps.now();
  }
  return true;
}

function mayGoOn(
  { engine, gatherFor }: HoldDeps,
  own: Job,
  { begunAt, before }: { begunAt: Instant; before: readonly Item[] },
): boolean {
  if (gatherFor === 0) return false;
  const { parts, stops } = gather(own, engine.waiting(own.key));
  const last = parts.at(-1)?.message;
  if (!last || stops.length > 0) return false;
  const wrote = before.findLast((item) => item.kind === 'person' && item.by.user === last.user);
  return (wrote && begunAt - wrote.at < gatherFor) || (last.files.length === 0 && !looksFinished(last.text));
}

/** Within so many milliseconds; false as well when nothing more of theirs could belong to this turn. */
function writesMore({ engine, wake }: HoldDeps, own: Job, milliseconds: number): Promise<boolean> {
  if (milliseconds <= 0) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const callOff = wake(milliseconds, () => resolve(false));
  const count = (): number => gather(own, engine.waiting(own.key)).parts.length;
  const before = count();
  const end = engine.onWaiting(own.key, ({ kind }) => {
    if (kind === 'stop') resolve(false);
    if (kind === 'message') resolve(count() > before);
  });
  return promise.finally(() => {
    callOff();
    end();
  });
}
