import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { underPolicyNow } from '../../src/approvals/policy-now.ts';
import { ApprovalId, Target } from '../../src/domain/ids.ts';
import { money } from '../../src/domain/money.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { DAY } from '../../src/domain/time.ts';
import { NOON, pending, proposal } from '../fakes/approvals.ts';

const lead = { kind: 'people', count: 1, role: 'lead' } as const;
const agent = { kind: 'people', count: 1, role: 'agent' } as const;
const withTiers = (tiers: Policy['actions'][string]['tiers']): Policy => ({
  version: 'v2',
  actions: { refund_order: { tiers } },
});

async function storeWith(...approvals: ReturnType<typeof pending>[]) {
  const store = sqlStore(openSqlite(':memory:').driver);
  await store.commit({ approvals: approvals.map((to) => ({ to })), audit: [] });
  return store;
}

describe('given a refund that one agent could approve when it was asked for', () => {
  const asked = pending();

  test('when nothing has changed, then it does not count against itself', async () => {
    const store = await storeWith(asked);

    expect(await underPolicyNow({ store, policy: DEFAULT_POLICY }, asked, NOON)).toEqual({ ok: true, value: asked });
  });

  test('when the policy now asks for a lead, then a lead it needs', async () => {
    const store = await storeWith(asked);

    expect(await underPolicyNow({ store, policy: withTiers([{ needs: lead }]) }, asked, NOON)).toEqual({
      ok: true,
      value: { ...asked, needs: lead },
    });
  });

  test('when the policy now asks for less, then it needs what it needed', async () => {
    const strict = pending({ needs: lead });
    const store = await storeWith(strict);

    expect(await underPolicyNow({ store, policy: withTiers([{ needs: agent }]) }, strict, NOON)).toEqual({
      ok: true,
      value: strict,
    });
  });

  const another = (openedAt: number) =>
    pending({
      id: ApprovalId.parse('apr_000002'),
      proposal: proposal({ target: Target.parse('order:ORD-2'), cost: money(15_201, 'USD') }),
      openedAt,
    });

  test.each([
    ['after', NOON + 1, agent],
    ['before', NOON - 1, lead],
  ] as const)(
    'when another was asked for %s it, then only an earlier one counts towards its sum',
    async (_, openedAt, needs) => {
      const store = await storeWith(asked, another(openedAt));

      expect(await underPolicyNow({ store, policy: DEFAULT_POLICY }, asked, NOON + 2)).toMatchObject({
        ok: true,
        value: { needs },
      });
    },
  );

  test('when the policy forbids it by now, then it cannot be approved', async () => {
    const store = await storeWith(asked);

    expect(await underPolicyNow({ store, policy: DEFAULT_POLICY }, asked, NOON + 31 * DAY)).toEqual({
      ok: false,
      refusal: 'forbidden',
    });
  });
});
