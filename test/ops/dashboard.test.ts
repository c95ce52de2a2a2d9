import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fullMetrics } from './full-metrics.ts';
import { asked, opsFile, samplesIn } from './prometheus.ts';
import type { Sample } from './prometheus.ts';

const Source = z.object({ type: z.literal('prometheus'), uid: z.literal('${source}') });
const Place = z.object({
  h: z.number().min(1),
  w: z.number().min(1).max(24),
  x: z.number().min(0).max(23),
  y: z.number(),
});
const Panel = z.object({
  id: z.number().int(),
  type: z.enum(['row', 'timeseries', 'stat']),
  title: z.string().min(1),
  gridPos: Place,
  datasource: Source.optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string(), datasource: Source })).default([]),
});
/** As far as Grafana needs it to take the file in. */
const Dashboard = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.number().int(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(Panel),
});
const { panels, templating } = Dashboard.parse(JSON.parse(opsFile('grafana-dashboard.json')));
const drawn = panels.filter(({ type }) => type !== 'row');

let samples: readonly Sample[];
let text: string;
beforeAll(async () => {
  text = await fullMetrics().text();
  samples = samplesIn(text);
});

describe('given the dashboard', () => {
  test.each(drawn.map(({ title, targets }) => [title, targets] as const))(
    'when “%s” is drawn, then it asks only for what there is',
    (_, targets) => {
      expect(targets).not.toEqual([]);
      for (const [name, labels] of targets.flatMap(({ expr }) => asked(expr))) {
        const series = samples.filter((sample) => sample.name === name);
        expect(series, name).not.toEqual([]);
        for (const label of labels) expect(Object.keys(series[0]?.labels ?? {}), name).toContain(label);
      }
    },
  );

  test('when it is laid out, then every panel has an id and a place of its own, and its source can be chosen', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}:${y + Math.floor(cell / w)}`),
    );

    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
    expect(templating.list).toMatchObject([{ name: 'source', type: 'datasource' }]);
  });

  test('when every metric is looked for, then each is drawn somewhere', () => {
    const names = new Set(
      drawn.flatMap(({ targets }) => targets.flatMap(({ expr }) => asked(expr).map(([name]) => name))),
    );
    const metrics = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);

    expect(metrics.filter((name) => ![name, `${name}_bucket`, `${name}_count`].some((one) => names.has(one)))).toEqual(
      [],
    );
  });
});

describe('given all the metrics', () => {
  test('when every label has every value, then there are at most 200 series', () => {
    expect(samples.length).toBeLessThanOrEqual(200);
  });

  test('when their help is read, then each has one', () => {
    expect([...text.matchAll(/^# HELP \S+ (.*)$/gm)].filter(([, help = '']) => help.length < 10)).toEqual([]);
  });
});
