import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { fullMetrics } from './full-metrics.ts';
import { asked, fires, opsFile, samplesIn } from './prometheus.ts';
import type { Sample } from './prometheus.ts';

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = Rules.parse(parse(opsFile('alerts.yml'))).groups.flatMap((group) => group.rules);
const exprOf = (name: string): string => rules.find(({ alert }) => alert === name)?.expr ?? '';

let well: readonly Sample[];
beforeAll(async () => {
  const metrics = fullMetrics();
  metrics.slackConnected.set(1);
  well = samplesIn(await metrics.text());
});

describe('given the alert rules', () => {
  test.each(rules.map(({ alert, expr }) => [alert, expr] as const))(
    'when %s is looked at, then it asks only for what there is',
    (_, expr) => {
      for (const [name, labels] of asked(expr)) {
        const series = well.filter((sample) => sample.name === name);
        expect(series, name).not.toEqual([]);
        for (const label of labels) expect(Object.keys(series[0]?.labels ?? {}), name).toContain(label);
      }
    },
  );

  test('when everything is well, then none fires', () => {
    expect(rules.filter(({ expr }) => fires(expr, well, well)).map(({ alert }) => alert)).toEqual([]);
  });

  test.each([
    ['OutcomeUnknown', 'action_unknown_age_seconds', {}, 600, 601],
    ['OutcomeWaitsForPerson', 'action_for_person_age_seconds', {}, 1_800, 1_801],
    ['ExecutedNotAsApproved', 'executed_not_as_approved_total', {}, 0, 1],
    ['AuditBroken', 'audit_verify_ok', {}, 1, 0],
    ['OwnRequestsApproved', 'decisions_refused_total', { reason: 'own-request' }, 2, 3],
    ['RefundsNearDailyCap', 'refunds_today_minor', { currency: 'EUR' }, 400_000, 400_001],
    ['ExecutionsHeld', 'executions_held', { kind: 'restored' }, 0, 1],
    ['InboxOld', 'inbox_age_seconds', {}, 60, 61],
    ['OutboxOld', 'outbox_age_seconds', {}, 300, 301],
    ['SocketDown', 'socket_connected', {}, 1, 0],
    ['ClockOff', 'clock_offset_seconds', {}, -60, -61],
    ['ClockRefusesSlack', 'clock_offset_seconds', {}, 240, 241],
  ])('when what %s watches reaches its bound, then it fires beyond it only', (alert, name, labels, bound, beyond) => {
    const at = (value: number): readonly Sample[] => [{ name, labels, value }];
    const before = at(0);

    expect([fires(exprOf(alert), at(bound), before), fires(exprOf(alert), at(beyond), before)]).toEqual([false, true]);
  });

  test('when there are no figures at all, then only that is told', () => {
    expect(rules.filter(({ expr }) => fires(expr, [])).map(({ alert }) => alert)).toEqual(['NoFigures']);
  });

  test('when they are counted, then each of them was tried here', () => {
    expect(rules).toHaveLength(13);
  });
});
