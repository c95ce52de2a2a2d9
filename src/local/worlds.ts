import { join } from 'node:path';

/** Which of the three outside worlds are to be played here. */
export interface Wanted {
  slack: boolean;
  model: boolean;
  company: boolean;
}

interface LocalSlack {
  apiUrl: string;
  pageUrl: string;
  botToken: string;
  appToken: string;
  approvalsChannel: string;
  staff: { agents: readonly string[]; leads: readonly string[]; admins: readonly string[] };
}

/** Absent: not wanted. */
export interface Worlds {
  slack?: LocalSlack;
  model?: { baseUrl: string };
  company?: { crmUrl: string; knowledgeUrl: string; ordersUrl: string; journalUrl: string };
  stop(): Promise<void>;
}

/** Starts what is wanted, on loopback, each reachable by its address alone. `port` is the page's; the next free one is taken when it is in use. */
export async function startWorlds(
  wanted: Wanted,
  { dataDir, port }: { dataDir: string; port: number },
): Promise<Worlds> {
  const [slack, model, company] = await Promise.all([
    wanted.slack ? localSlack(port) : undefined,
    wanted.model ? import('./model/start-model.ts').then(({ startModel }) => startModel({ port: 0 })) : undefined,
    wanted.company ? localCompany(dataDir) : undefined,
  ]);
  const started = [slack, model, company].filter((world) => world !== undefined);
  return {
    ...(slack && { slack }),
    ...(model && { model }),
    ...(company && { company }),
    stop: async () => void (await Promise.all(started.map((world) => world.stop()))),
  };
}

async function localSlack(port: number) {
  const [{ startSlack }, { OFFICE }] = await Promise.all([import('./slack/server.ts'), import('./slack/seed.ts')]);
  const start = async (at: number) => ({ ...(await startSlack({ port: at, now: Date.now })), ...OFFICE });
  return start(port).catch((error: unknown) => {
    if (isInUse(error)) return start(0);
    throw error;
  });
}

const isInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

async function localCompany(dataDir: string) {
  const { startCompany } = await import('./company/server.ts');
  return startCompany({ file: join(dataDir, 'demo-company.db'), port: 0, now: Date.now });
}
