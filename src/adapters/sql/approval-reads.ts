import { z } from 'zod';
import { OPEN_STATUSES } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { Money } from '../../domain/money.ts';
import type { Store } from '../../ports/store.ts';
import { ApprovalRow } from './approval-row.ts';
import type { Driver, Parameter } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

type ApprovalReads = Pick<
  Store,
  'approval' | 'approvalsIn' | 'portionIn' | 'approvalsOf' | 'approvalsFor' | 'openOn' | 'valueOf' | 'latest'
>;

export function approvalReads(driver: Driver): ApprovalReads {
  const find = (where: string, params: readonly Parameter[]) => findApprovals(driver, where, params);
  return {
    approval: async (id) => (await find('id = $1', [id]))[0],
    approvalsIn: async (statuses) => (statuses.length === 0 ? [] : find(oneOf('status', statuses, 1), statuses)),
    portionIn: async (status, limit, after) => {
      const rows = await driver.read(
        `SELECT json FROM approvals
         WHERE status = $1 AND seq > coalesce((SELECT seq FROM approvals WHERE id = $2), 0) ORDER BY seq LIMIT $3`,
        [status, after ?? null, limit],
      );
      return parseRow(Rows, rows).map((row) => row.json);
    },
    approvalsOf: (conversation) => find('conversation = $1', [conversation]),
    openOn: async (target) =>
      (await find(`target = $1 AND ${oneOf('status', OPEN_STATUSES, 2)}`, [target, ...OPEN_STATUSES]))[0],
    approvalsFor: async (customer, limit) => {
      const rows = await driver.read(
        'SELECT json FROM approvals WHERE customer = $1 ORDER BY opened_at DESC, seq DESC LIMIT $2',
        [customer, limit],
      );
      return parseRow(Rows, rows).map((row) => row.json);
    },
    latest: () => oneNumber(driver, 'SELECT coalesce(max(at), 0) AS number FROM audit', []),
    valueOf: async (customer, action, since, before = Number.MAX_SAFE_INTEGER) => {
      const counted = [...OPEN_STATUSES, 'executed'];
      const rows = await driver.read(
        `SELECT currency, sum(minor) AS minor FROM approvals
         WHERE customer = $1 AND action = $2 AND opened_at >= $3 AND opened_at < $4 AND currency IS NOT NULL
           AND ${oneOf('status', counted, 5)}
         GROUP BY currency ORDER BY currency`,
        [customer, action, since, before, ...counted],
      );
      return parseRow(Sums, rows);
    },
  };
}

const Rows = z.array(z.object({ json: jsonColumn(ApprovalRow) }));
const Sums = z.array(Money);
const OneNumber = z.tuple([z.object({ number: z.number().int() })]);

async function oneNumber(driver: Driver, sql: string, params: readonly Parameter[]): Promise<number> {
  return parseRow(OneNumber, await driver.read(sql, params))[0].number;
}

/** `where` is one of the texts above, never made of data. */
async function findApprovals(driver: Driver, where: string, params: readonly Parameter[]): Promise<Approval[]> {
  const rows = await driver.read(`SELECT json FROM approvals WHERE ${where} ORDER BY opened_at, seq`, params);
  return parseRow(Rows, rows).map((row) => row.json);
}

/** `status IN ($4, $5)`: as many placeholders as values, from `$first` on. */
const oneOf = (column: string, values: readonly string[], first: number): string =>
  `${column} IN (${values.map((_, index) => `$${first + index}`).join(', ')})`;
