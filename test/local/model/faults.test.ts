import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModel } from '../../../src/local/model/start-model.ts';
import type { RunningModel } from '../../../src/local/model/start-model.ts';

let model: RunningModel;
beforeAll(async () => {
  model = await startModel({ port: 0 });
});
afterAll(() => model.stop());

const spoil = (fault: object) => fetch(model.faultsUrl, { method: 'POST', body: JSON.stringify(fault) });
/** The status and a word of the answer; `broken` when there is no whole one. */
const ask = () =>
  fetch(`${model.baseUrl}/responses`, { method: 'POST', body: JSON.stringify({ model: 'demo', input: 'hello' }) })
    .then(async (answer) => `${answer.status} ${(await answer.text()).includes('"completed"') ? 'whole' : 'nothing'}`)
    .catch(() => 'broken');

describe('given a demo model that was told to fail', () => {
  test('when each fault was met as often as it is meant to be, then it answers again', async () => {
    await spoil({ kind: 'status', status: 429, ms: 2_000, times: 2 });
    await spoil({ kind: 'drop-before', times: 1 });
    await spoil({ kind: 'cut', times: 1 });
    await spoil({ kind: 'late', ms: 5, times: 1 });

    const answers: string[] = [];
    for (let asked = 0; asked < 6; asked += 1) answers.push(await ask());

    expect(answers).toEqual(['429 nothing', '429 nothing', 'broken', 'broken', '200 whole', '200 whole']);
    expect(model.faults.met()).toEqual({ status: 2, 'drop-before': 1, cut: 1, late: 1 });
  });

  test('when it fails with a time to wait, then the answer says so', async () => {
    await spoil({ kind: 'status', status: 503, ms: 2_500, times: 1 });

    const answer = await fetch(`${model.baseUrl}/responses`, { method: 'POST', body: '{}' });

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3']);
  });

  test('when the faults are taken away, then none is met', async () => {
    await spoil({ kind: 'status' });
    const listed: unknown = await (await fetch(model.faultsUrl)).json();
    const left: unknown = await (await fetch(model.faultsUrl, { method: 'DELETE' })).json();

    expect(listed).toMatchObject([{ kind: 'status', status: 500 }]);
    expect(left).toEqual([]);
    expect(await ask()).toBe('200 whole');
  });

  test('when a fault is none, then that is said', async () => {
    expect((await spoil({ kind: 'fire' })).status).toBe(400);
  });
});
