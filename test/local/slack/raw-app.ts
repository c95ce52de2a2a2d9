import { z } from 'zod';
import type { Slack } from '../../../src/local/slack/server.ts';

const Json = z.record(z.string(), z.unknown());

/** An app without an SDK: acknowledges everything and keeps what it was sent. */
export interface RawApp {
  payloads: Record<string, unknown>[];
  call(method: string, args: object): Promise<Record<string, unknown>>;
}

export async function connectRawApp(slack: Slack, acknowledge: object = {}): Promise<RawApp> {
  const payloads: Record<string, unknown>[] = [];
  const socket = new WebSocket(await socketUrl(slack));
  socket.addEventListener('message', ({ data }) => {
    const { envelope_id, payload } = JSON.parse(String(data));
    if (!envelope_id) return;
    payloads.push(payload);
    socket.send(JSON.stringify({ envelope_id, payload: acknowledge }));
  });
  await slack.connected();
  return { payloads, call: (method, args) => callMethod(slack, slack.botToken, { method, args }) };
}

/** The address of a new Socket Mode connection. */
export async function socketUrl(slack: Slack): Promise<string> {
  const { url } = await callMethod(slack, slack.appToken, { method: 'apps.connections.open', args: {} });
  return z.string().parse(url);
}

interface Call {
  method: string;
  args: object;
}

/** The Web API by hand, in JSON. */
export async function callMethod(
  slack: Slack,
  token: string,
  { method, args }: Call,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
  return Json.parse(await answer.json());
}

export const button = (id: string) => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text: id },
  value: `value of ${id}`,
});
export const actions = (...elements: object[]) => ({ type: 'actions', block_id: 'acts', elements });
