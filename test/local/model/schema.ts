import { z } from 'zod';

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    allOf: z.array(Schema).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
  }),
);
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

export const Definitions = z.object({ $defs: z.record(z.string(), Schema) });
type Definitions = z.infer<typeof Definitions>;

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
  const typed = z.object({ type: z.string() }).safeParse(value);
  return !types || !typed.success || types.includes(typed.data.type);
}

function memberProblems(definitions: Definitions, schema: Schema, { path, value }: Place): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) => check(definitions, items, { path: `${path}[${index}]`, value: item }))
      : [];
  }
  const record = z.record(z.string(), z.unknown()).safeParse(value);
  if (!record.success) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in record.data));
  const known = Object.entries(schema.properties ?? {}).filter(([name]) => name in record.data);
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...known.flatMap(([name, property]) =>
      check(definitions, property, { path: `${path}.${name}`, value: record.data[name] }),
    ),
  ];
}
