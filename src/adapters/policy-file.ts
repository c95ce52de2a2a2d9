import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { z } from 'zod';
import { DEFAULT_POLICY } from '../domain/policy.ts';
import type { Policy, Tier } from '../domain/policy.ts';

/** Loaded only when there is a file to read: the package costs memory that most bots would hold for nothing. */
const loadYaml = (): typeof Yaml => createRequire(import.meta.url)('yaml');

/** What the file does not name keeps its default. Or what is wrong with it, with the line. */
export function parsePolicy(source: string): { policy: Policy } | { problem: string } {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(source, { lineCounter: lines });
  const [error] = document.errors;
  if (error) return { problem: `is not YAML (${error.message.split('\n')[0]?.replace(/:$/, '')})` };
  const parsed = PolicyFile.safeParse(document.toJS());
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => inWords(issue, lineOf({ document, lines }, issue.path)));
    return { problem: `does not fit: ${issues.join('; ')}` };
  }
  const { version, actions } = parsed.data;
  return { policy: { version, actions: { ...DEFAULT_POLICY.actions, ...actions } } };
}

const Requirement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({
    kind: z.literal('people'),
    count: z.union([z.literal(1), z.literal(2)]),
    role: z.enum(['agent', 'lead']),
  }),
  z.strictObject({ kind: z.literal('never'), rule: z.string().min(1) }),
]);
/** In major units; above it no currency's minor units are exact. */
const amount = z.number().positive().max(1_000_000_000);

/** A tier behind a higher one, or behind one without a limit, would never apply. */
const isRising = (tiers: readonly Tier[]): boolean =>
  tiers.every((tier, index) => index === 0 || (tiers[index - 1]?.upTo ?? Infinity) < (tier.upTo ?? Infinity));

const Tiers = z
  .array(z.strictObject({ upTo: amount.optional(), needs: Requirement }))
  .min(1)
  .refine(isRising, 'the limits must rise, and only the last tier may have none');

const Row = z.strictObject({
  tiers: Tiers,
  cumulative: z.strictObject({ above: amount, needs: Requirement }).optional(),
  windowDays: z.number().int().positive().optional(),
});
const ACTIONS = Object.keys(DEFAULT_POLICY.actions);
/** Nothing that moves money runs without somebody's own click. */
const MONEY_ACTIONS = ['refund_order', 'place_order'];

const PolicyFile = z.strictObject({
  version: z.string().min(1),
  actions: z.record(z.string(), Row).check(({ value, issues }) => {
    for (const action of Object.keys(value).filter((name) => !ACTIONS.includes(name)))
      issues.push({ code: 'custom', input: value, path: [action], message: `is not one of ${ACTIONS.join(', ')}` });
    for (const action of MONEY_ACTIONS.filter((name) => value[name]?.tiers.some(({ needs }) => needs.kind === 'auto')))
      issues.push({
        code: 'custom',
        input: value,
        path: [action],
        message: 'moves money, so it needs people, not auto',
      });
  }),
});

const inWords = ({ message, path }: z.core.$ZodIssue, line: number | undefined): string =>
  [path.join('.'), message, line === undefined ? '' : `(line ${line})`].filter((part) => part !== '').join(' ');

interface Place {
  document: Yaml.Document;
  lines: Yaml.LineCounter;
}

/** Of the field, or of the nearest one around it that is in the file. */
function lineOf({ document, lines }: Place, path: readonly PropertyKey[]): number | undefined {
  const node = document.getIn(path, true);
  if (loadYaml().isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return path.length === 0 ? undefined : lineOf({ document, lines }, path.slice(0, -1));
}
