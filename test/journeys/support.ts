import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { say, startScriptedModel } from '../fakes/openai.ts';
import type { Script, ScriptedRequest, ScriptedStep } from '../fakes/openai.ts';
import { peopleOf } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';
import type { StageSettings } from '../stage/stage.ts';
import type { Worlds } from '../stage/worlds.ts';

/** The stage with the demo model, and what people do on it. */
export async function openDemo(options: Omit<StageSettings, 'modelUrl'> = {}) {
  const stage = await openStage(options);
  return { ...stage, ...peopleOf(stage.slack), refunds: () => writesOf(stage, '/refunds') };
}

/** The stage with a model that plays a script. */
export async function openScripted(script: Script, options: Omit<StageSettings, 'modelUrl'> = {}) {
  const model = await startScriptedModel({ script });
  const stage = await openStage({ ...options, modelUrl: model.url });
  return {
    ...stage,
    ...peopleOf(stage.slack),
    refunds: () => writesOf(stage, '/refunds'),
    model,
    stop: async () => {
      await stage.stop();
      await model.close();
    },
  };
}

/** Of a server that listens on TCP. */
export const Address = z.object({ port: z.number() });

/** One that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What `search_articles` answers. */
export const Articles = z.object({ articles: z.array(z.object({ title: z.string(), url: z.string() })) });

/** What the company was asked to write at such a path, and how it answered. */
export const writesOf = async ({ journal }: Pick<Worlds, 'journal'>, path: string) =>
  (await journal()).filter((written) => written.path.includes(path));

/** Something goes wrong at the company. */
export async function spoil({ company }: Pick<Worlds, 'company'>, fault: Record<string, unknown>): Promise<void> {
  await fetch(company.faultsUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

/** A step made of what the tools of this turn have answered so far. */
export type Scene = readonly ((outputs: readonly unknown[]) => ScriptedStep)[];

/** Plays, for what a person wrote, the steps of the scene whose key stands in it; says nothing after an outcome. */
export function scenes(
  byWords: Record<string, Scene>,
  afterOutcome: (request: ScriptedRequest) => ScriptedStep = () => say(''),
): Script {
  return (request) => {
    const start = request.items.findLastIndex((item) => item.kind === 'message' && item.role === 'user');
    const asked = request.items[start];
    const after = request.items.slice(start + 1);
    if (after.some((item) => item.kind === 'message' && item.role !== 'assistant')) return afterOutcome(request);
    const words = asked?.kind === 'message' ? asked.text : '';
    const scene = Object.entries(byWords).find(([part]) => words.includes(part))?.[1];
    const steps = after.filter((item, index) => item.kind === 'call' && after[index - 1]?.kind !== 'call').length;
    const outputs = after.flatMap((item) => (item.kind === 'output' ? [JSON.parse(item.output) as unknown] : []));
    return scene?.[steps]?.(outputs) ?? say(`No scene for: ${words.slice(-80)}`);
  };
}

/** Stands between the bot and a model, and keeps every request body. */
export async function recordingProxy(target: string) {
  const requests: string[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await text(incoming);
      requests.push(body);
      const answer = await fetch(new URL(incoming.url ?? '', target), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const contentType = answer.headers.get('content-type') ?? 'application/json';
      response.writeHead(answer.status, { 'content-type': contentType }).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
