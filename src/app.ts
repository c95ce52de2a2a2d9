import { join } from 'node:path';
import { lockFolder } from './adapters/sql/lock.ts';
import { openSqlite } from './adapters/sql/sqlite.ts';
import type { Sqlite } from './adapters/sql/sqlite.ts';
import { anchorsFor } from './app/anchors.ts';
import type { Anchors } from './app/anchors.ts';
import { desksOf } from './app/desks.ts';
import { furnish } from './app/furnish.ts';
import type { House } from './app/furnish.ts';
import { quarantine } from './app/quarantine.ts';
import type { BotSettings } from './app/settings.ts';
import { upkeepOf } from './app/upkeep.ts';
import { UNWATCHED } from './app/watch.ts';
import type { Watch } from './app/watch.ts';
import { warmUp } from './app/warm-up.ts';
import { handlersOf, workOf } from './app/work.ts';
import { UNDERWAY, WAITING, sweepApprovals, sweeper } from './approvals/sweep-approvals.ts';
import { secretsOf } from './config.ts';
import { doubtUnsent } from './deliver.ts';
import { ChannelId } from './domain/ids.ts';
import { SECOND } from './domain/time.ts';
import { makeLog } from './ops/log.ts';
import { within } from './ports/within.ts';

export interface Bot {
  /** Once, after the start: makes the processes that follow light. */
  warmUp(): Promise<void>;
  /** Not ready any more; takes no new event, ends what runs, says what it owes, closes the store. */
  stop(): Promise<void>;
}

const DRAIN = 20 * SECOND;
const FLUSH = 3 * SECOND;
const LOOK_FOR_DUE = SECOND;

/** Takes the lock, opens the store, takes up what was open and connects. Throws `StartRefused` or an `Error` in words. */
export async function startBot(settings: BotSettings, onFatal: (error: Error) => void): Promise<Bot> {
  const log = makeLog(settings.logLevel, secretsOf(settings));
  const lock = lockFolder(settings.dataDir);
  const sqlite = openSqlite(join(settings.dataDir, 'deskhand.db'));
  const watch = await watchOver(settings, sqlite);
  const { measures } = watch;
  const house = await furnish(settings, { log, sqlite, measures, onFatal });
  const { engine, slack, deliver } = house;
  await doubtUnsent(house);
  const { work, handlers, check } = await quarantine(workOf(house), sqlite.driver);
  await engine.start(measures.handlers(handlers(handlersOf(work))));
  await sweepApprovals(house, UNDERWAY);
  const sweep = sweeper(house, WAITING);
  const anchors = anchorsOf(house, sqlite);
  await anchors.write();
  const upkeep = await upkeepOf(house, sqlite);
  const lookAround = () => Promise.all([deliver.due(), sweep(), check(), anchors.daily(), upkeep()]);
  const looked: { last?: Promise<unknown> } = {};
  const timer = setInterval(() => {
    looked.last = lookAround().catch((error: unknown) =>
      log.error({ error: String(error) }, 'what is due could not be looked for'),
    );
  }, LOOK_FOR_DUE);
  const desks = desksOf(work);
  await slack.start({ ...desks, desk: measures.desk(desks.desk) });
  await watch.serve(house);
  return {
    warmUp,
    stop: async () => {
      watch.drain();
      await slack.stop();
      await engine.stop(DRAIN);
      clearInterval(timer);
      await within(FLUSH, Promise.all([looked.last, lookAround().catch(() => undefined)]));
      await watch.close();
      await anchors.write();
      sqlite.close();
      lock.release();
    },
  };
}

function anchorsOf({ now, log, slack: { messenger }, settings }: House, { driver }: Sqlite): Anchors {
  const { dataDir, auditChannel } = settings;
  const channel = auditChannel === undefined ? undefined : ChannelId.parse(auditChannel);
  const announce = channel && ((markup: string) => messenger.announce(channel, markup));
  return anchorsFor({ driver, dataDir, now, log, announce });
}

async function watchOver({ healthPort, dataDir }: BotSettings, sqlite: Sqlite): Promise<Watch> {
  if (healthPort === undefined) return UNWATCHED;
  // Off by default: figures and their server are not loaded for nothing.
  const { openWatch } = await import('./app/open-watch.ts');
  return openWatch({ port: healthPort, dataDir, sqlite });
}
