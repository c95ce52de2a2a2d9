import { z } from 'zod';
import { toDecimal } from '../../../domain/money.ts';
import type { Money } from '../../../domain/money.ts';
import type { Call, ToolSpec } from './request.ts';

export type Wanted = Record<string, Value>;
type Value = string | number | Money | readonly Record<string, string | number>[] | undefined;

const Property = z.looseObject({
  type: z.union([z.string().transform((type) => [type]), z.array(z.string())]).optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional(), enum: z.array(z.unknown()).optional() })).optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
});
type Property = z.infer<typeof Property>;
const Parameters = z.looseObject({ properties: z.record(z.string(), Property).default({}) });

/** The call with every property of the tool's schema filled: what is not wanted is null, or empty where null is not allowed. */
export function fillCall(tool: ToolSpec, wanted: Wanted): Call {
  const parameters = Parameters.safeParse(tool.parameters);
  const properties = parameters.success ? parameters.data.properties : {};
  const byName = new Map(Object.entries(wanted).map(([name, value]) => [plainName(name), value]));
  const rows = Object.entries(properties).map(([name, property]) => [name, fit(property, byName.get(plainName(name)))]);
  return { name: tool.name, arguments: JSON.stringify(Object.fromEntries(rows)) };
}

/** The values a property of the tool allows; empty when it does not say. */
export function allowedValues(tool: ToolSpec | undefined, name: string): readonly string[] {
  const parameters = Parameters.safeParse(tool?.parameters);
  const property = parameters.success ? parameters.data.properties[name] : undefined;
  return property ? enumOf(property).filter((value) => typeof value === 'string') : [];
}

/** `orderId` and `order_id` are one name. */
const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

function fit(property: Property, value: Value): unknown {
  if (value === undefined) return typesOf(property).includes('null') ? null : emptyOf(property);
  if (isMoney(value)) return fitMoney(property, value);
  return enumOf(property).find((option) => sameWord(option, value)) ?? value;
}

const sameWord = (option: unknown, value: Value): boolean =>
  typeof option === 'string' && typeof value === 'string' && option.toLowerCase() === value.toLowerCase();

const isMoney = (value: Value): value is Money => typeof value === 'object' && 'minor' in value;

function fitMoney(property: Property, value: Money): unknown {
  const types = typesOf(property);
  if (types.includes('string')) return toDecimal(value);
  if (types.includes('object')) return value;
  const inMinorUnits = types.includes('integer') || /\bminor\b|\bcents\b/i.test(property.description ?? '');
  return inMinorUnits ? value.minor : Number(toDecimal(value));
}

function emptyOf(property: Property): unknown {
  const [choice] = enumOf(property);
  if (choice !== undefined) return choice;
  if (typesOf(property).includes('array')) return [];
  return typesOf(property).some((type) => type === 'integer' || type === 'number') ? 0 : '';
}

const typesOf = ({ type, anyOf }: Property): readonly string[] => [
  ...(type ?? []),
  ...(anyOf ?? []).flatMap((member) => member.type ?? []),
];
const enumOf = (property: Property): readonly unknown[] =>
  (property.enum ?? property.anyOf?.find((member) => member.enum)?.enum ?? []).filter((value) => value !== null);
