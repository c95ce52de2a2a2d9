import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { httpClient } from '../../../src/adapters/http/client.ts';
import { ordersOver } from '../../../src/adapters/http/orders.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { ApprovalId, OrderId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import type { Orders } from '../../../src/ports/company.ts';
import { startCompany } from '../../../src/local/company/server.ts';
import type { RunningCompany } from '../../../src/local/company/server.ts';

const KEY = ApprovalId.parse('apr_fault001');
const ORDER = OrderId.parse('ORD-12345');
const REFUND = { amount: money(4_800, 'USD'), reason: 'broken', version: 1 };
const DONE = { kind: 'done', value: { id: 're_1001', status: 'succeeded', amount: REFUND.amount } };

describe('given a company that fails at the worst moment', () => {
  let company: RunningCompany;
  let orders: Orders;
  const spoil = async (fault: Record<string, unknown>): Promise<void> => {
    const body = JSON.stringify({ system: 'orders', ...fault });
    const response = await fetch(company.faultsUrl, { method: 'POST', body });
    expect(response.status).toBe(200);
  };
  const refunded = async (): Promise<number | undefined> => (await orders.order(ORDER))?.refunded.minor;

  beforeEach(async () => {
    company = await startCompany({ file: ':memory:', port: 0, now: () => Date.parse('2026-05-04T12:00:00Z') });
    const pause = () => Promise.resolve();
    orders = ordersOver(httpClient({ baseUrl: company.ordersUrl, system: 'orders', timeout: 250, pause }));
  });
  afterEach(() => company.stop());

  test.each([
    ['answers too late', { kind: 'late', ms: 60_000 }, 'it did not answer in time'],
    ['commits and cuts the connection', { kind: 'commit-then-drop' }, 'no whole answer came'],
    ['commits and answers garbage', { kind: 'garbage' }, 'its answer could not be read'],
  ])('when it %s, then the outcome is unknown and the key finds it', async (_, fault, why) => {
    await spoil({ ...fault, method: 'POST', path: '/orders/{id}/refunds', times: 1 });

    const written = await orders.refund(ORDER, REFUND, KEY);

    expect(written).toEqual({ kind: 'unknown', why });
    expect(await orders.lookUpRefund(KEY)).toEqual(DONE);
    expect(await refunded()).toBe(4_800);
  });

  test.each([
    ['cuts the connection before it does anything', { kind: 'drop-before' }, 'no whole answer came'],
    ['answers 500', { kind: 'status' }, 'it answered 500'],
    ['answers 429', { kind: 'status', status: 429 }, 'it answered 429'],
  ])('when it %s, then the outcome is unknown, no key is found and the same key works later', async (_, fault, why) => {
    await spoil({ ...fault, method: 'POST', times: 1 });

    const written = await orders.refund(ORDER, REFUND, KEY);

    expect(written).toEqual({ kind: 'unknown', why });
    expect(await orders.lookUpRefund(KEY)).toBeUndefined();
    expect(await orders.refund(ORDER, REFUND, KEY)).toEqual(DONE);
    expect(await refunded()).toBe(4_800);
  });

  test('when it is still working on a key, then the same key does not start it again', async () => {
    await spoil({ kind: 'slow', ms: 60_000, method: 'POST' });

    const first = await orders.refund(ORDER, REFUND, KEY);
    const second = await orders.refund(ORDER, REFUND, KEY);

    expect(first).toEqual({ kind: 'unknown', why: 'it did not answer in time' });
    expect(second).toEqual({ kind: 'unknown', why: 'the company is still working on it' });
    expect(await orders.lookUpRefund(KEY)).toBeUndefined();
    expect(await refunded()).toBe(0);
  });

  test('when it stumbles twice, then a read still succeeds', async () => {
    await spoil({ kind: 'status', status: 503, ms: 1_000, times: 1 });
    await spoil({ kind: 'drop-before', times: 1 });

    expect((await orders.order(ORDER))?.id).toBe(ORDER);
  });

  test('when it stays down, then a read says so, until it is repaired', async () => {
    await spoil({ kind: 'status', status: 503 });

    await expect(orders.order(ORDER)).rejects.toEqual(new Unavailable('orders'));
    await expect(orders.lookUpRefund(KEY)).rejects.toBeInstanceOf(Unavailable);

    await fetch(company.faultsUrl, { method: 'DELETE' });
    expect((await orders.order(ORDER))?.id).toBe(ORDER);
  });
});
