import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What a scrape holds, in the text format. */
export const samplesIn = (text: string): readonly Sample[] =>
  text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, labels: labelsIn(labels), value: Number(value) }];
  });

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));

/** A file of the folder `ops`. */
export const opsFile = (name: string): string => readFileSync(resolve(import.meta.dirname, '../../ops', name), 'utf8');

/** Everything that an expression asks for: `[metric, its labels]`. */
export function asked(expr: string): readonly (readonly [string, readonly string[]])[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/, ?/));
  const rest = expr.replace(/\bby \([^)]*\)/g, '');
  return [...rest.matchAll(/\b([a-z]+(?:_[a-z]+)+)\b(?!\()(\{[^}]*\})?/g)].map(
    ([, name = '', selector = '']) => [name, [...grouped, ...Object.keys(labelsIn(selector))]] as const,
  );
}

const EXPRESSION =
  /^(?:(abs|increase|absent)\()?([a-z_]+)(?:\{([a-z_]+)="([^"]*)"\})?(?:\[1h\])?\)?(?: (==|>) (?:([\d.]+) \* )?([\d.]+))?$/;

/**
 * The few forms of PromQL that our rules are made of. `before` is the scrape an hour earlier.
 * Throws for an expression of another form.
 */
export function fires(expr: string, now: readonly Sample[], before: readonly Sample[] = []): boolean {
  const match = EXPRESSION.exec(expr);
  if (!match) throw new Error(`a rule of a form that is known was expected, got ${expr}`);
  const [, call, name, label = '', wanted, operator, factor = '1', limit] = match;
  const fits = (sample: Sample) => sample.name === name && (wanted === undefined || sample.labels[label] === wanted);
  const found = now.filter(fits);
  if (call === 'absent') return found.length === 0;
  const values = found.map((sample) => {
    const earlier = before.find((old) => fits(old) && JSON.stringify(old.labels) === JSON.stringify(sample.labels));
    if (call === 'increase') return earlier ? sample.value - earlier.value : 0;
    return call === 'abs' ? Math.abs(sample.value) : sample.value;
  });
  const bound = Number(factor) * Number(limit);
  return values.some((value) => (operator === '==' ? value === bound : value > bound));
}
