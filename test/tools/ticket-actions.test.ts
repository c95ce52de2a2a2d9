import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { alice, desk, factsOf, priya, refusalOf } from './given.ts';

const wish = (more: object = {}) => ({
  ticket_id: 'TKT_001',
  status: 'Resolved',
  priority: null,
  note: null,
  reason: 'Works now.',
  ...more,
});

describe('given an open ticket with high priority', () => {
  test('when its status is to change, then the card says from what to what', async () => {
    const { company, execute, propose } = desk();

    const proposal = await propose(priya, 'update_ticket', wish({ note: 'Reset link worked.' }));

    expect(proposal).toMatchObject({
      input: {
        ticket_id: 'TKT_001',
        status: 'Resolved',
        priority: null,
        note: 'Reset link worked.',
        reason: 'Works now.',
      },
      target: 'ticket:TKT_001',
      customer: 'cust_123',
      version: 14,
      basis: { customer: 'cust_123', status: 'Open', priority: 'High' },
      words: {
        title: 'Set ticket TKT_001 to Resolved?',
        effect: 'Set to Resolved',
        told: 'Ticket TKT_001 is now Resolved.',
      },
    });
    expect(factsOf(proposal)).toEqual([
      'Ticket: TKT_001 · Login Issue',
      'Customer: Alice Wonderland · cust_123 · Premium · since 2021',
      'Status: Open → Resolved',
      'Priority: High (unchanged)',
      'Note to add: Reset link worked.',
    ]);
    expect(await execute(proposal)).toEqual({
      kind: 'executed',
      receipt: { reference: 'TKT_001', status: 'succeeded' },
    });
    expect(company.journal.map(({ what, detail }) => [what, detail])).toEqual([
      ['ticket TKT_001', { status: 'Resolved', note: 'Reset link worked.' }],
    ]);
  });

  test.each([
    [{ status: 'Closed' }, 'Close ticket TKT_001?', 'Set to Closed'],
    [{ status: null, priority: 'Low' }, 'Set ticket TKT_001 to Low priority?', 'Set to Low priority'],
    [{ status: '', note: 'Called.' }, 'Add a note to ticket TKT_001?', 'Add note'],
  ])('when %j is asked for, then the card is named after it', async (more, title, effect) => {
    expect((await desk().propose(alice, 'update_ticket', wish(more))).words).toMatchObject({ title, effect });
  });

  test.each(['Done', 'closed', 'Escalated'])(
    'when the status is "%s", then the four that exist are named',
    async (status) => {
      expect(refusalOf(await desk().ask(priya, 'update_ticket', wish({ status })))).toBe(
        `INVALID_STATUS status: "${status}" is not a status; it must be one of Open, Pending, Resolved, Closed.`,
      );
    },
  );

  test.each([{ status: 'Open' }, { status: null }, { status: 'Open', priority: 'High' }])(
    'when %j changes nothing, then it is refused',
    async (more) => {
      expect(refusalOf(await desk().ask(priya, 'update_ticket', wish(more)))).toBe(
        'NO_CHANGE TKT_001 is already like that: Open, High.',
      );
    },
  );

  test('when somebody else closed it before the click, then the basis differs; when only its version moved, the company decides', async () => {
    const { company, execute, prepare, propose } = desk();
    const proposal = await propose(priya, 'update_ticket', wish());
    company.changeTicket('TKT_001', { status: 'Closed' });

    expect(await prepare(proposal)).toMatchObject({ ok: true, value: { basis: { status: 'Closed' }, version: 15 } });
    expect(await execute(proposal)).toEqual({ kind: 'failed', refusal: 'the record was changed in the meantime' });
  });
});

describe('given a new problem', () => {
  const problem = {
    customer_id: null,
    subject: 'Cannot log in',
    priority: 'High',
    note: 'Tried the reset link twice.',
  };

  test('when a ticket is opened, then it is for the asker and says all that is written', async () => {
    const { company, execute, lookUp, prepare, propose } = desk();

    const proposal = await propose(alice, 'open_ticket', problem);

    expect(proposal).toMatchObject({
      input: { ...problem, customer_id: 'cust_123' },
      target: `customer:cust_123:new-ticket:${fingerprint('Cannot log in').slice(0, 16)}`,
      words: { told: "I've opened a ticket for “Cannot log in”." },
    });
    expect(factsOf(proposal)).toEqual([
      'Customer: Alice Wonderland · cust_123 · Premium · since 2021',
      'Subject: Cannot log in',
      'Status: new → Open',
      'Priority: High',
      'Note: Tried the reset link twice.',
    ]);
    expect(await prepare(proposal)).toEqual({ ok: true, value: proposal });
    expect(await execute(proposal)).toEqual({
      kind: 'executed',
      receipt: { reference: 'TKT_003', status: 'succeeded' },
    });
    expect(await lookUp(proposal)).toEqual({
      kind: 'executed',
      receipt: { reference: 'TKT_003', status: 'succeeded' },
    });
    expect(company.journal).toHaveLength(1);
  });

  test('when the priority is unknown, then the three that exist are named', async () => {
    expect(refusalOf(await desk().ask(alice, 'open_ticket', { ...problem, priority: 'Urgent' }))).toMatch(
      /^INVALID_ARGUMENTS priority: .*"Low"\|"Medium"\|"High"/,
    );
  });
});
