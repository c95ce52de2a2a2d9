import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { desk, alice, priya, refusalOf } from './given.ts';

const Schema = z.object({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({ description: z.string().min(10) })),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
});

describe('given the tools as the model sees them', () => {
  test.each(desk().box.tools.map(({ spec }) => [spec.name, spec] as const))(
    'when %s is offered, then its schema is strict and every field says where it comes from',
    (_, spec) => {
      const schema = Schema.parse(spec.parameters);

      expect(schema.required.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    },
  );

  test.each([...desk().box.actions.values()].map(({ spec }) => [spec.name, spec] as const))(
    'when the action %s is described, then the model is told what not to claim',
    (_, spec) => {
      expect(spec.description).toMatch(/never/);
    },
  );
});

describe('given arguments that break a rule', () => {
  test.each([
    ['null', null, 'the arguments: must be a JSON object without reserved names'],
    ['a list', [], 'the arguments: must be a JSON object without reserved names'],
    ['text', 'ORD-1', 'the arguments: must be a JSON object without reserved names'],
    [
      'a reserved name',
      JSON.parse('{"order_id":"ORD-1","__proto__":{"polluted":true}}'),
      'the arguments: must be a JSON object without reserved names',
    ],
    [
      'a reserved name inside',
      JSON.parse('{"order_id":{"constructor":1}}'),
      'the arguments: must be a JSON object without reserved names',
    ],
    [
      'depth',
      JSON.parse(`{"order_id":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
      'the arguments: must be a JSON object without reserved names',
    ],
    [
      'a field too many',
      { order_id: 'ORD-1', reason: 'x', approved: true },
      'the arguments: Unrecognized key: "approved"',
    ],
    ['a field too few', { reason: 'x' }, 'order_id: Invalid input: expected string, received undefined'],
    ['an empty reason', { order_id: 'ORD-1', reason: '  ' }, 'reason: must not be empty'],
  ])('when it is %s, then the field and the rule are named and nothing is read', async (_, input, message) => {
    const { ask, company } = desk();

    const result = await ask(alice, 'cancel_order', input);

    expect(refusalOf(result)).toBe(`INVALID_ARGUMENTS ${message}`);
    expect(company.reads).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  test('when the reason is long, then it is cut, not refused', async () => {
    const proposal = await desk().propose(priya, 'cancel_order', { order_id: 'ORD-1', reason: '🙂'.repeat(300) });

    expect(proposal.reason).toBe(`${'🙂'.repeat(199)}…`);
  });
});
