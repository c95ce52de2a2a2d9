import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const file = join(process.env['EVAL_DATA_DIR'] ?? '../shared/evals', 'openai-spec', 'openai-schemas.json');

interface Schema {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  additionalProperties?: boolean | Schema | undefined;
  allOf?: Schema[] | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
}

export interface Definitions {
  $defs: Record<string, Schema>;
}
/** A guard, since a schema of zod's would be most of the time that a check takes. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const recordIn = (value: unknown): Record<string, unknown> | undefined => (isRecord(value) ? value : undefined);

/** Made by a program from OpenAI's own description: reading it member by member would cost each test file 100 ms. */
const Definitions = z.custom<Definitions>((value) => recordIn(recordIn(value)?.['$defs']) !== undefined);

/** OpenAI's own schemas; undefined: they are not on this machine. */
export const SPECIFICATION: Definitions | undefined = existsSync(file)
  ? Definitions.parse(JSON.parse(readFileSync(file, 'utf8')))
  : undefined;

/** What is wrong with the value, by path; empty when it is valid. `oneOf` is read as `anyOf`; formats and lengths are not looked at. */
export function problems(definitions: Definitions, name: string, value: unknown): readonly string[] {
  return check(definitions, { $ref: `#/$defs/${name}` }, { path: name, value });
}

interface Place {
  path: string;
  value: unknown;
}

function check(definitions: Definitions, schema: Schema, place: Place): readonly string[] {
  const named = schema.$ref === undefined ? undefined : definitions.$defs[schema.$ref.replace('#/$defs/', '')];
  if (schema.$ref !== undefined && !named) return [`${place.path}: no definition ${schema.$ref}`];
  return [
    ...(named ? check(definitions, named, place) : []),
    ...typeProblems(schema, place),
    ...(schema.allOf ?? []).flatMap((part) => check(definitions, part, place)),
    ...choiceProblems(definitions, [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])], place),
    ...memberProblems(definitions, schema, place),
  ];
}

function typeProblems(schema: Schema, { path, value }: Place): readonly string[] {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const wrongType = types.length > 0 && !types.some((type) => hasType(type, value));
  const wrongValue = schema.enum !== undefined && !schema.enum.includes(value);
  return [...(wrongType ? [`${path}: not ${types.join('|')}`] : []), ...(wrongValue ? [`${path}: not in enum`] : [])];
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function choiceProblems(definitions: Definitions, choices: readonly Schema[], place: Place): readonly string[] {
  const likely = choices.filter((choice) => mayBe(definitions, choice, place.value));
  if (choices.length === 0) return [];
  if (likely.length === 0) return [`${place.path}: fits no choice`];
  const tried = likely.map((choice) => check(definitions, choice, place));
  if (tried.some((found) => found.length === 0)) return [];
  const closest = tried.reduce((best, found) => (found.length < best.length ? found : best));
  return [`${place.path}: fits no choice`, ...closest];
}

/** Most choices are told apart by their `type` member: no need to look further. */
function mayBe(definitions: Definitions, choice: Schema, value: unknown): boolean {
  const schema = choice.$ref === undefined ? choice : definitions.$defs[choice.$ref.replace('#/$defs/', '')];
  const types = schema?.properties?.['type']?.enum;
  const type = recordIn(value)?.['type'];
  return !types || typeof type !== 'string' || types.includes(type);
}

function memberProblems(definitions: Definitions, schema: Schema, { path, value }: Place): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) => check(definitions, items, { path: `${path}[${index}]`, value: item }))
      : [];
  }
  const record = recordIn(value);
  if (!record) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in record));
  const known = Object.entries(schema.properties ?? {}).filter(([name]) => name in record);
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...known.flatMap(([name, property]) =>
      check(definitions, property, { path: `${path}.${name}`, value: record[name] }),
    ),
  ];
}

/** The names of all members that a definition knows, those of its parts included. */
export function membersOf(definitions: Definitions, name: string): ReadonlySet<string> {
  const found = (schema: Schema): readonly string[] => [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.allOf ?? []).flatMap(found),
    ...(schema.$ref === undefined ? [] : found(definitions.$defs[schema.$ref.replace('#/$defs/', '')] ?? {})),
  ];
  return new Set(found({ $ref: `#/$defs/${name}` }));
}
