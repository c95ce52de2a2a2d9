import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { sqlVitals } from '../../src/adapters/sql/vitals.ts';
import { OutgoingId, PersonId, UserId } from '../../src/domain/ids.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { openMeasures } from '../../src/measure/open-measures.ts';
import { scrape } from '../../src/measure/scrape.ts';
import { openMetrics } from '../../src/ops/metrics.ts';
import { money } from '../../src/domain/money.ts';
import { fires, opsFile, samplesIn } from '../ops/prometheus.ts';
import { THREAD, openHouse, refundCall } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { calls, says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';

const PROCESS = { memory: 100_000_000, cpu: 2_000, startedAt: 1_000, longestLag: 5 };
const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});
const rules = Rules.parse(parse(opsFile('alerts.yml'))).groups.flatMap((group) => group.rules);

const houses: House[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) house.close();
});

/** The middle of the bot, counted as the real one is. */
async function open(script: readonly Scripted[]) {
  const metrics = openMetrics();
  const measures = await openMeasures({
    metrics,
    vitals: { openStates: async () => [] },
    wallClock: Date.now,
    elapsed: () => house.clock.now,
  });
  const house: House = await openHouse({
    script,
    overStore: measures.store,
    overHandlers: measures.handlers,
    overModel: measures.model,
  });
  houses.push(house);
  metrics.auditVerified.set(1);
  const text = () =>
    scrape({
      ...house,
      metrics,
      vitals: sqlVitals(house.sqlite.driver),
      slack: { isReady: () => true },
      process: () => PROCESS,
      now: () => house.clock.now,
    });
  const figures = async () => samplesIn(await text());
  const before = await figures();
  return {
    ...house,
    metrics,
    measures,
    /** The series of one metric, in words. */
    of: async (name: string) =>
      (await figures())
        .filter((sample) => sample.name === name)
        .map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`.trim()),
    alerts: async () => {
      const now = await figures();
      return rules.filter(({ expr }) => fires(expr, now, before)).map(({ alert }) => alert);
    },
  };
}

const REFUND = [calls(refundCall()), says('I asked a colleague.')];

describe('given a bot that is measured', () => {
  test('when a refund is asked for, approved and carried out, then every state it came into counts once', async () => {
    const here = await open([...REFUND, says('Is there anything else?')]);
    await here.ask('my mug came broken');
    await here.wait(10 * MINUTE);
    await here.click('UPRIYA');

    expect(await here.of('actions_total')).toEqual([
      'refund_order pending 1',
      'refund_order approved 1',
      'refund_order executing 1',
      'refund_order executed 1',
    ]);
    expect(await here.of('decision_latency_seconds_sum')).toEqual(['600']);
    expect(await here.of('turn_seconds_count')).toEqual(['proposed 1', 'answered 1']);
    expect(await here.of('refunds_today_minor')).toEqual(['USD 4800']);
    expect(await here.alerts()).toEqual([]);
  });

  test('when it is written again in the state it is in, and when a commit is refused, then nothing counts', async () => {
    const here = await open(REFUND);
    await here.ask('my mug came broken');
    const pending = await here.approval();
    const saved = await here.store.commit({ approvals: [{ to: { ...pending, version: 2 }, from: 1 }], audit: [] });
    const refused = await here.store.commit({ approvals: [{ to: { ...pending, version: 8 }, from: 7 }], audit: [] });

    expect([saved, refused]).toEqual([true, false]);
    expect(await here.of('actions_total')).toEqual(['refund_order pending 1']);
  });

  test('when what was done is taken back, then each change counts once, and the end of the minute not at all', async () => {
    const closing = { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'works' };
    const here = await open([calls(['update_ticket', closing]), says('I have asked.'), says('')]);
    await here.ask('please close TKT_001');
    await here.click('UPRIYA');
    await here.undo('UTOM');
    await here.wait(2 * MINUTE);

    expect(await here.of('actions_total')).toEqual([
      'update_ticket pending 1',
      'update_ticket approved 2',
      'update_ticket executing 2',
      'update_ticket executed 2',
    ]);
  });

  test('when a message is not for it, then that is no turn', async () => {
    const here = await open([]);
    await here.ask('lunch?', { addressed: false });

    expect(await here.of('turn_seconds_count')).toEqual([]);
  });

  test('when the model is away and the model’s tokens are told, then both are seen', async () => {
    const here = await open(['outage', { ...says('Hello.'), usage: { input: 900, cached: 600, output: 20 } }]);
    await here.ask('hello?');
    await here.ask('hello?');

    expect(await here.of('turn_seconds_count')).toEqual(['without_model 1', 'answered 1']);
    expect(await here.of('llm_tokens_total')).toEqual(['input 900', 'cached_input 600', 'output 20']);
  });

  test('when a form is refused, then its reason counts as that of a press', async () => {
    const here = await open(REFUND);
    await here.ask('my mug came broken');
    const desk = here.measures.desk(here.process.desk);
    const { id, requester } = await here.approval();
    await desk.submit({
      approval: id,
      version: 1,
      team: requester.team,
      user: UserId.parse('UALICE'),
      entry: { kind: 'reject', note: '', said: '', takesOver: false, reason: 'other' },
    });

    expect(await here.of('decisions_refused_total')).toEqual(['own-request 0', 'customer 1']);
  });

  test('when a post is ambiguous, then it counts', async () => {
    const here = await open([]);
    const messenger = here.measures.messenger(here.messenger);
    here.messenger.next('ambiguous');
    const message = { kind: 'reply', conversation: THREAD, markdown: 'Hello', links: [] } as const;
    await messenger.post(OutgoingId.parse('out_1'), message);

    expect(await here.of('reply_ambiguous_total')).toEqual(['1']);
  });
});

describe('given a bot that is measured, when something goes wrong, then the rule for it fires', () => {
  const asked = async (script: readonly Scripted[] = REFUND) => {
    const here = await open(script);
    await here.ask('my mug came broken');
    return here;
  };

  test('an outcome that stays unknown', async () => {
    const here = await asked();
    here.company.loseNextAnswer();
    here.company.takeDown('orders');
    const prepared = await here.approval();
    here.company.bringUp('orders');
    await here.click('UPRIYA');
    here.company.takeDown('orders');
    await here.wait(11 * MINUTE);

    expect([prepared.status, await here.status()]).toEqual(['pending', 'unknown']);
    expect(await here.alerts()).toEqual(['OutcomeUnknown']);
  });

  test('an outcome that nobody settles', async () => {
    const here = await asked();
    here.company.loseNextAnswer();
    await here.click('UPRIYA');
    here.company.takeDown('orders');
    for (let minutes = 0; minutes < 32; minutes += 1) await here.wait(MINUTE);
    await here.wait(31 * MINUTE);
    await here.wait(SECOND);

    expect(await here.of('action_for_person_age_seconds')).not.toEqual(['0']);
    expect(await here.alerts()).toEqual(['OutcomeUnknown', 'OutcomeWaitsForPerson']);
  });

  test('another amount than was approved', async () => {
    const here = await asked();
    here.company.answerRefundWith({ amount: money(9_900, 'USD') });
    await here.click('UPRIYA');

    expect(await here.alerts()).toEqual(['ExecutedNotAsApproved']);
  });

  test('somebody who tries three times to approve their own request', async () => {
    const here = await asked();
    await here.click('UALICE');
    await here.click('UALICE');
    const before = await here.alerts();
    await here.click('UALICE');

    expect([before, await here.alerts()]).toEqual([[], ['OwnRequestsApproved']]);
  });

  test('Slack takes nothing', async () => {
    const here = await open([says('Hello.')]);
    here.messenger.next({ later: HOUR });
    await here.ask('hello?');
    await here.wait(6 * MINUTE);

    expect(await here.of('outbox_age_seconds')).toEqual(['360']);
    expect(await here.alerts()).toEqual(['OutboxOld']);
  });

  test('a job that cannot be done', async () => {
    const here = await open([]);
    here.directory.isDown = true;
    await here.enqueue({ ...here.messageJob('hello?'), kind: 'execute', data: { approval: 'apr_nowhere' } });
    await here.enqueue({ ...here.messageJob('hello?'), data: { text: 'nothing the bot can read' } });
    here.clock.now += 61 * SECOND;

    expect(await here.of('inbox_age_seconds')).toEqual(['61']);
    expect(await here.alerts()).toEqual(['InboxOld']);
  });

  test('a pause that nobody ends', async () => {
    const here = await asked();
    const hold = { kind: 'paused', by: PersonId.parse('person_1'), slackUser: UserId.parse('UADMIN') } as const;
    await here.store.commit({ holds: [{ put: { ...hold, at: here.clock.now } }], audit: [] });

    expect(await here.alerts()).toEqual(['ExecutionsHeld']);
  });
});
