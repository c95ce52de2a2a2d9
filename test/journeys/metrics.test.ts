import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, openDemo } from './support.ts';
import { samplesIn } from '../ops/prometheus.ts';
import { until } from '../stage/until.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
let url: string;
beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  here = await openDemo({ settings: { HEALTH_PORT: String(port) } });
});
afterAll(() => here.stop());

const metricsText = async () => (await fetch(`${url}/metrics`)).text();
const valueOf = async (name: string, labels: Record<string, string> = {}) =>
  samplesIn(await metricsText()).find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;

describe('given a bot that is asked how it is', () => {
  test('when a refund goes its whole way, then what happened can be read off, and nobody in particular', async () => {
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await here.card('Refund $48.00');
    await here.press('UALICE', card.ts);
    await here.slack.waitForEphemeral('UALICE', () => true);
    await here.press('UPRIYA', card.ts);
    await here.answer(thread, 2);
    await until(async () => (await valueOf('audit_verify_ok')) === 1, 'the audit to be followed');

    expect(await valueOf('events_total', { result: 'new' })).toBe(1);
    expect(await valueOf('actions_total', { type: 'refund_order', state: 'executed' })).toBe(1);
    expect(await valueOf('decisions_refused_total', { reason: 'own-request' })).toBe(1);
    expect(await valueOf('slack_api_total', { method: 'chat.postMessage', status: 'ok' })).toBe(3);
    expect(await valueOf('company_requests_total', { system: 'orders', status: 'ok' })).toBeGreaterThan(0);
    expect(await valueOf('llm_requests_total', { status: 'ok' })).toBeGreaterThan(0);
    expect(await valueOf('event_ack_seconds_count')).toBeGreaterThan(3);
    expect(Math.abs((await valueOf('clock_offset_seconds')) ?? 99)).toBeLessThan(2);
    expect(await valueOf('socket_connected')).toBe(1);
    const text = await metricsText();
    expect(samplesIn(text).length).toBeLessThanOrEqual(200);
    expect(text).not.toMatch(/UALICE|UPRIYA|ORD-|cust_|apr_|C_SUPPORT|alice|mug|xox|xapp/i);
  });

  test('when it is asked whether it is ready, then every check is told', async () => {
    const response = await fetch(`${url}/readyz`);

    expect([response.status, await response.json()]).toEqual([
      200,
      {
        draining: 'ok',
        store: 'ok',
        migrations: 'ok',
        outbox: 'ok',
        slack: 'ok',
        auth: 'ok',
        disk: 'ok',
        executions: 'running',
      },
    ]);
  });
});
