import { z } from 'zod';
import type { Written } from '../../ports/company.ts';

/** An RFC 9457 problem document with the company's `code`. https://www.rfc-editor.org/rfc/rfc9457 */
const Problem = z.object({
  code: z.string().min(1).max(100).optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
});
type Problem = z.infer<typeof Problem>;

const MESSAGE_LENGTH = 500;

/** 4xx answers that say "not now" and not "no". */
const UNDECIDED_STATUSES: readonly number[] = [408, 425, 429];
/** With these codes a write under the same key is, or was, under way: its outcome has to be looked up. */
const UNDECIDED_CODES: ReadonlyMap<string | undefined, string> = new Map([
  ['in_progress', 'the company is still working on it'],
  ['key_reused', 'the company knows this key with other content'],
]);

/** What a write's answer means, whether it came directly or was looked up afterwards. */
export function interpret<Value>(answer: { status: number; body?: unknown }, schema: z.ZodType<Value>): Written<Value> {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return interpretSuccess(body, schema);
  if (status < 400 || status >= 500 || UNDECIDED_STATUSES.includes(status)) return unknown(`it answered ${status}`);
  return interpretProblem(status, body);
}

function interpretSuccess<Value>(body: unknown, schema: z.ZodType<Value>): Written<Value> {
  const parsed = schema.safeParse(body);
  return parsed.success ? { kind: 'done', value: parsed.data } : unknown('its answer could not be read');
}

function interpretProblem<Value>(status: number, body: unknown): Written<Value> {
  const problem: Problem = Problem.safeParse(body).data ?? {};
  const why = UNDECIDED_CODES.get(problem.code);
  if (why !== undefined) return unknown(why);
  const message = problem.detail ?? problem.title ?? `The company refused with status ${status}.`;
  return { kind: 'refused', code: problem.code ?? `http_${status}`, message: message.slice(0, MESSAGE_LENGTH) };
}

export const unknown = (why: string): { kind: 'unknown'; why: string } => ({ kind: 'unknown', why });
