import { z } from 'zod';
import { type Exchange, readText, sendJson, sendText } from '../http.ts';
import { Fields, parseJson } from '../json.ts';
import { Fault } from '../faults.ts';
import { press } from '../people/click.ts';
import { command } from '../people/command.ts';
import { openApp } from '../people/open-app.ts';
import { useShortcut } from '../people/shortcut.ts';
import { encode, escape, rewrite, speak, takeBack } from '../people/speak.ts';
import { stopSession } from '../people/stop-session.ts';
import { close, submit } from '../people/submit.ts';
import type { World } from '../world.ts';
import { answerEvents } from './event-stream.ts';
import { isJsonPost } from './guard.ts';
import { snapshot } from './snapshot.ts';

export const UI_PATH = '/ui/';

/** What the page asks for. https://html.spec.whatwg.org/multipage/server-sent-events.html for the changes. */
export async function answerUi(world: World, exchange: Exchange): Promise<void> {
  const { request, response, path } = exchange;
  if (request.method === 'GET' && path === '/ui/state') return sendJson(response, snapshot(world));
  if (request.method === 'GET' && path === '/ui/events') return answerEvents(world, exchange);
  const act = ACTS.get(path);
  if (!act) return sendText(response, 404, 'not found');
  if (request.method !== 'POST') return sendText(response, 405, 'use POST');
  if (!isJsonPost(request)) return sendText(response, 415, 'use content-type application/json');
  const answer = await act(world, parseJson(await readText(request)));
  return answer ? sendJson(response, answer) : sendJson(response, { ok: false, error: 'invalid_arguments' }, 400);
}

/** Undefined: the body is not what the route takes. */
type Act = (world: World, body: unknown) => Promise<object | undefined>;

function act<Input>(schema: z.ZodType<Input>, run: (world: World, input: Input) => object | Promise<object>): Act {
  return async (world, body) => {
    const input = schema.safeParse(body);
    return input.success ? run(world, input.data) : undefined;
  };
}

const user = z.string().min(1);

const channel = z.string().min(1);
const ts = z.string().min(1);

const Post = z.object({
  user,
  channel,
  text: z.string(),
  threadTs: z.string().optional(),
  files: z.array(z.object({ name: z.string().min(1), mimetype: z.string().min(1), content: z.string() })).optional(),
});

const element = {
  user,
  blockId: z.string(),
  actionId: z.string(),
  value: z.string().optional(),
  selectedOption: z.unknown().optional(),
  selectedOptions: z.array(z.unknown()).optional(),
  values: Fields.optional(),
};
const Click = z.union([
  z.object({ ...element, viewId: z.string().min(1) }),
  z.object({ ...element, channel, messageTs: ts }),
]);

/** What shall go wrong with which Web API method; `*` is every one, `ack` the bot's acknowledgements. */
const Spoil = z.object({ method: z.string().min(1), fault: Fault });

const ACTS: ReadonlyMap<string, Act> = new Map([
  ['/ui/post', act(Post, (world, input) => speak(world, { ...input, text: encode(input.text) }))],
  ['/ui/command', act(Post, (world, input) => command(world, { ...input, text: escape(input.text) }))],
  ['/ui/click', act(Click, (world, input) => press(world, { ...input, ...pressOf(input), choice: input }))],
  ['/ui/submit', act(z.object({ user, viewId: z.string(), values: Fields }), submit)],
  [
    '/ui/close',
    act(z.object({ user, viewId: z.string() }), async (world, input) => ({
      ok: await close(world, input.user, input.viewId),
    })),
  ],
  [
    '/ui/delete',
    act(z.object({ user, channel, ts }), (world, input) => ({
      ok: takeBack(world, input),
    })),
  ],
  [
    '/ui/edit',
    act(z.object({ user, channel, ts, text: z.string().min(1) }), (world, input) => ({
      ok: rewrite(world, { ...input, text: encode(input.text) }),
    })),
  ],
  ['/ui/stop', act(z.object({ user, channel, threadTs: ts }), stopSession)],
  ['/ui/shortcut', act(z.object({ user, channel, ts, callbackId: z.string() }), useShortcut)],
  ['/ui/faults', act(Spoil, spoilNext)],
  ['/ui/home', act(z.object({ user }), (world, input) => ({ ok: openApp(world, input.user, 'home') }))],
  ['/ui/messages', act(z.object({ user }), (world, input) => ({ ok: openApp(world, input.user, 'messages') }))],
]);

function spoilNext({ faults }: World, { method, fault }: z.infer<typeof Spoil>): object {
  faults.add(method, fault);
  return { ok: true };
}

function pressOf(input: z.infer<typeof Click>): Pick<Parameters<typeof press>[1], 'target' | 'matches'> {
  return {
    target: 'viewId' in input ? { viewId: input.viewId } : { channel: input.channel, messageTs: input.messageTs },
    matches: (one, block) => one.action_id === input.actionId && block.block_id === input.blockId,
  };
}
