import { z } from 'zod';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';

/** The fields of a tool: each is required, described with its source, and nullable instead of optional. */
export type Fields = z.ZodRawShape;
export type Wish<Shape extends Fields> = z.infer<z.ZodObject<Shape, z.core.$strict>>;

interface Arguments<Shape extends Fields> {
  /** The strict JSON Schema: every property required, nothing additional. */
  schema: Record<string, unknown>;
  parse: (input: unknown) => Result<Wish<Shape>, Refusal>;
}

/** A model that leaves a nullable field out means null. */
export function argumentsOf<Shape extends Fields>(fields: Shape): Arguments<Shape> {
  const shape = z.strictObject(fields);
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  const absent = Object.fromEntries(
    Object.keys(fields).flatMap((name) => (isNullable(fields, name) ? [[name, null]] : [])),
  );
  return {
    schema,
    parse: (input) => {
      if (!isPlain(input)) return refuse(invalid('the arguments', 'must be a JSON object without reserved names'));
      const parsed = shape.safeParse({ ...absent, ...input });
      return parsed.success ? ok(parsed.data) : refuse(toRefusal(parsed.error));
    },
  };
}

export const invalid = (field: string, rule: string): Refusal => ({
  code: 'INVALID_ARGUMENTS',
  message: `${field}: ${rule}`,
});

const isNullable = (fields: Fields, name: string): boolean => z.safeParse(fields[name] ?? z.never(), null).success;

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);
const DEPTH = 8;

/** An object whose keys, at every depth, could not reach a prototype. */
const isPlain = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input) && isHarmless(input, DEPTH);

function isHarmless(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([key, inner]) => !RESERVED.has(key) && isHarmless(inner, depth - 1));
}

function toRefusal({ issues }: z.ZodError): Refusal {
  const [first] = issues;
  const path = first?.path.join('.') ?? '';
  return invalid(path === '' ? 'the arguments' : path, first?.message ?? 'not valid');
}
