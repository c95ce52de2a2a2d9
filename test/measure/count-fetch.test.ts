import { describe, expect, test } from 'vitest';
import type { System } from '../../src/domain/errors.ts';
import { countFetch } from '../../src/measure/count-fetch.ts';
import { openMetrics } from '../../src/ops/metrics.ts';
import { samplesIn } from '../ops/prometheus.ts';

const NOON = Date.UTC(2026, 0, 10, 12);

function counted(system: System, answer: () => Promise<Response>) {
  const metrics = openMetrics();
  const fetch = countFetch({ metrics, wallClock: () => NOON }, system, answer);
  return {
    fetch,
    of: async (name: string) =>
      samplesIn(await metrics.text())
        .filter((sample) => sample.name === name)
        .map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`.trim()),
  };
}
const json = (body: unknown, init?: ResponseInit) => async () => new Response(JSON.stringify(body), init);
const POST = 'https://slack.com/api/chat.postMessage';

describe('given calls to Slack', () => {
  test.each([
    ['is done', POST, json({ ok: true, ts: '1.1' }), 'chat.postMessage ok 1'],
    ['is refused', POST, json({ ok: false, error: 'is_archived' }), 'chat.postMessage refused 1'],
    ['is limited', POST, json({ ok: false, error: 'ratelimited' }), 'chat.postMessage limited 1'],
    ['is limited by status', POST, json({ ok: false }, { status: 429 }), 'chat.postMessage limited 1'],
    ['meets a failure', POST, async () => new Response('<html>', { status: 503 }), 'chat.postMessage failed 1'],
    ['is answered with nonsense', POST, async () => new Response('{'), 'chat.postMessage failed 1'],
    ['is one of the others', 'https://slack.com/api/users.info?user=UALICE', json({ ok: true }), 'other ok 1'],
    ['answers a press', 'https://hooks.slack.com/actions/T1/2/secret', async () => new Response('ok'), 'other ok 1'],
  ])('when one %s, then it is counted by that', async (_, url, answer, expected) => {
    const { fetch, of } = counted('slack', answer);

    const response = await fetch(url);

    expect(await of('slack_api_total')).toEqual([expected]);
    expect(await response.text()).toBe(await (await answer()).text());
  });

  test('when no answer comes, then the caller sees the same error', async () => {
    const cut = new TypeError('cut');
    const { fetch, of } = counted('slack', () => Promise.reject(cut));

    await expect(fetch(POST)).rejects.toBe(cut);

    expect(await of('slack_api_total')).toEqual(['chat.postMessage no_answer 1']);
  });

  test('when Slack tells its time, then the difference is known', async () => {
    const date = new Date(NOON - 61_000).toUTCString();
    const { fetch, of } = counted('slack', json({ ok: true }, { headers: { date } }));
    await fetch(POST);

    expect(await of('clock_offset_seconds')).toEqual(['61']);
  });
});

describe('given requests to the model and the company', () => {
  test.each([
    ['model', 429, 'llm_requests_total', 'limited 1'],
    ['model', 500, 'llm_requests_total', 'failed 1'],
    ['orders', 404, 'company_requests_total', 'orders refused 1'],
    ['crm', 429, 'company_requests_total', 'crm failed 1'],
    ['knowledge', 200, 'company_requests_total', 'knowledge ok 1'],
  ] as const)('when %s answers %i, then it is counted', async (system, status, name, expected) => {
    const { fetch, of } = counted(system, json({}, { status }));

    await fetch('https://api.example.com/v1/anything');

    expect(await of(name)).toEqual([expected]);
  });
});
