import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { canonical } from '../../../src/domain/json.ts';
import { PersonId, UserId } from '../../../src/domain/ids.ts';
import { money } from '../../../src/domain/money.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { TypedEntry } from '../../../src/slack/blocks/forms/problem-errors.ts';
import type { Entry, Form, Problem } from '../../../src/ports/desk.ts';
import type { View } from '../../../src/slack/blocks/forms/form-kit.ts';
import { formView } from '../../../src/slack/blocks/forms/form-view.ts';
import { problemErrors } from '../../../src/slack/blocks/forms/problem-errors.ts';
import { parseSubmission } from '../../../src/slack/blocks/forms/submission.ts';
import { everyState, NOON, pending, refund, rowOf, ticket } from './approvals.ts';
import { text } from './hostile.ts';
import { readView } from './read.ts';

const { unknown } = everyState(refund);
const asked = pending({ version: 3 });
const edit: Form = { kind: 'edit', approval: asked, amount: { now: money(4_800, 'USD'), most: money(12_000, 'USD') } };
const reject: Form = { kind: 'reject', approval: asked, said: "The team couldn't approve this." };
const settle = (verdict: 'done' | 'not-done'): Form => ({ kind: 'settle', approval: unknown, verdict });

describe('given a form that a colleague opens', () => {
  test('when it changes the request, then amount and note can be changed and nothing else', () => {
    expect(readView(formView(edit))).toMatchInlineSnapshot(`
      "# Change this request
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      *Method* Back to the original payment method
      Amount (USD): {48.00} At most $120.00.
      Note to the customer (optional): {} They will read this with the outcome.
      [Save change] [Cancel]"
    `);
  });

  test('when the action has no amount, then only the note can be changed', () => {
    expect(readView(formView({ kind: 'edit', approval: asked }))).not.toContain('Amount');
  });

  test('when it rejects, then it asks for the reason and shows what the person will be told', () => {
    expect(readView(formView(reject))).toMatchInlineSnapshot(`
      "# Reject this request
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      Reason: {Outside policy | Not enough evidence | Wrong amount | Offer something else | Suspected abuse | Other}
      Internal note (optional): {} Colleagues only.
      Message to the customer (optional): {The team couldn't approve this.} They will read this.
      Conversation (optional): {Hand this conversation to me}
      [Reject] [Cancel]"
    `);
  });

  test('when it asks the customer, then it says that the clock is paused', () => {
    expect(readView(formView({ kind: 'ask', approval: asked }))).toMatchInlineSnapshot(`
      "# Ask the customer
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      Question to the customer: {} It is posted in their thread. The clock is paused until they answer.
      [Ask] [Cancel]"
    `);
  });

  test('when it settles that it was done, then it asks how they know and for the reference', () => {
    expect(readView(formView(settle('done')))).toMatchInlineSnapshot(`
      "# It was done
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      ? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.
      Note: how do you know?: {}
      Reference (optional): {} The company's id for what was done.
      [Settle: done] [Cancel]"
    `);
  });

  test('when it settles that it was not done, then there is no reference to give', () => {
    expect(readView(formView(settle('not-done')))).not.toContain('Reference');
  });

  test('when it shows the details, then everything that the ledger knows is there', () => {
    const { executed } = everyState(refund);
    const question = {
      text: 'Is it broken?',
      by: PersonId.parse('UPRIYA'),
      slackUser: UserId.parse('UPRIYA'),
      at: NOON + MINUTE,
      answer: 'yes',
    };
    const approval = { ...executed, questions: [question], noteToRequester: 'Sorry.' };
    const form = formView({ kind: 'details', approval, earlier: [everyState(refund).expired] });

    expect(readView(form)).toMatchInlineSnapshot(`
      "# Details
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      *Status* executed: ✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
      *Policy* default-1 → needs one agent
      ✓ within 30 days of delivery (day 3)
      ✓ $48.00 is within $200.00
      *Facts* read 2026-11-21 12:00 UTC, checked again 2026-11-21 12:13 UTC
      Order: ORD-12345 · delivered 3 days ago
      Customer: Alice Wonderland · cust_123 · premium
      Paid: $120.00
      This refund: $48.00
      *Why* (assistant's words, unverified) “Arrived broken; asked for money back.”
      *History*
      Asked for by <@UALICE> 2026-11-21 12:00 UTC
      <@UPRIYA> asked 2026-11-21 12:01 UTC “Is it broken?”: answered “yes”
      ✓ Approved by <@UPRIYA> (agent) 2026-11-21 12:12 UTC
      *Note to the person*
      Sorry.
      *Other requests for this customer*
      apr_7f3k00 · Refund $48.00 · expired · 2026-11-21 12:00 UTC
      *Arguments*
      \`{"amount":{"currency":"USD","minor":4800},"orderId":"ORD-12345"}\`
      *Digest* sha256 615e859ffd481f776997be9fd71f21b1caf3f1045c3c2ab3c90ae75b1a5ac21e
      *Idempotency key* apr_7f3k00
      *Version* 1 of this request, 2 in the ledger
      [Close]"
    `);
  });

  test('when it shows the details of a card with several rows, then each of them is there whole', () => {
    const { executed } = everyState(refund);
    const rows = [rowOf(executed, 1, 2), rowOf({ ...asked, proposal: ticket, edition: 2 }, 2, 2)];
    const form = formView({ kind: 'details', approval: executed, rows, earlier: [] });

    expect(readView(form)).toMatchInlineSnapshot(`
      "# Details
      # 1. Refund $48.00
      *Request* Refund $48.00 · apr_7f3k00
      *Customer* Alice Wonderland · cust_123
      *Record* order ORD-12345
      *Action* refund order
      *Status* executed: ✓ Refunded $48.00 · re_1 · approved by <@UPRIYA> 12:12 UTC
      *Arguments*
      \`{"amount":{"currency":"USD","minor":4800},"orderId":"ORD-12345"}\`
      *Digest* sha256 615e859ffd481f776997be9fd71f21b1caf3f1045c3c2ab3c90ae75b1a5ac21e
      *Idempotency key* apr_7f3k00
      *Version* 1 of this request, 2 in the ledger
      *Policy* default-1 → needs one agent
      ✓ within 30 days of delivery (day 3)
      ✓ $48.00 is within $200.00
      *Facts* read 2026-11-21 12:00 UTC, checked again 2026-11-21 12:13 UTC
      Order: ORD-12345 · delivered 3 days ago
      Customer: Alice Wonderland · cust_123 · premium
      Paid: $120.00
      This refund: $48.00
      *Why* (assistant's words, unverified) “Arrived broken; asked for money back.”
      *History*
      Asked for by <@UALICE> 2026-11-21 12:00 UTC
      ✓ Approved by <@UPRIYA> (agent) 2026-11-21 12:12 UTC
      # 2. Set to Resolved
      *Request* Set to Resolved · apr_7f3k01
      *Customer* cust_123
      *Record* ticket TKT_001
      *Action* update ticket
      *Status* pending: needs a decision by 14:00 UTC
      *Arguments*
      \`{"amount":{"currency":"USD","minor":4800},"orderId":"ORD-12345"}\`
      *Digest* sha256 615e859ffd481f776997be9fd71f21b1caf3f1045c3c2ab3c90ae75b1a5ac21e
      *Idempotency key* apr_7f3k01
      *Version* 2 of this request, 3 in the ledger
      *Policy* default-1 → needs one agent
      ✓ within 30 days of delivery (day 3)
      ✓ $48.00 is within $200.00
      *Facts* read 2026-11-21 12:00 UTC
      Ticket: TKT_001 · Login Issue
      Status: Open → Resolved
      *Why* (assistant's words, unverified) “Customer confirmed that the reset link worked.”
      *History*
      Asked for by <@UALICE> 2026-11-21 12:00 UTC
      *Other requests for this customer*
      None.
      [Close]"
    `);
  });

  test('when a colleague asked for it, then the question is for them', () => {
    const requester = { ...asked.requester, role: 'agent' } as const;

    expect(readView(formView({ kind: 'ask', approval: { ...asked, requester } })).split('\n')).toEqual(
      expect.arrayContaining(['# Ask the requester', expect.stringContaining('Question to the requester: {}')]),
    );
  });

  test('when no name was frozen with the proposal, then the customer is shown by id', () => {
    const facts = [{ label: 'Customer', value: 'cust_123 · Premium · since 2021' }];

    expect(readView(formView({ kind: 'ask', approval: pending({ proposal: { ...refund, facts } }) }))).toContain(
      '\n*Customer* cust_123\n',
    );
  });

  test('when the arguments are hostile, then the details still show them exactly, and nothing in them is live', () => {
    fc.assert(
      fc.property(text, (words) => {
        const input: Json = { address: words.slice(0, 3_000).toWellFormed(), amount: { minor: 1, currency: 'USD' } };
        const form = formView({ kind: 'details', approval: pending({ proposal: { ...refund, input } }), earlier: [] });
        const shown = form.blocks
          .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
          .flatMap(({ elements }) => elements.map((element) => element.text))
          .join('');

        expect(shown).not.toMatch(/<|\p{Bidi_Control}/u);
        expect(JSON.parse(shown)).toEqual(input);
        expect(JSON.stringify(form)).toContain(createHash('sha256').update(canonical(input)).digest('hex'));
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What Slack sends for a form: what it held, with what was entered. */
const sent = (view: View, entered: Record<string, unknown>): unknown => ({
  ...view,
  state: {
    values: Object.fromEntries(
      view.blocks.flatMap((block) =>
        block.type === 'input'
          ? [[block.block_id, { entry: { type: block.element.type, value: null, ...Object(entered[block.block_id]) } }]]
          : [],
      ),
    ),
  },
});

describe('given a form that was sent in', () => {
  test.each<[string, Form, Record<string, unknown>, Entry]>([
    [
      'an edit',
      edit,
      { amount: { value: '30.00' }, note: { value: 'Sorry' } },
      { kind: 'edit', amount: '30.00', note: 'Sorry' },
    ],
    [
      'an edit without an amount field',
      { kind: 'edit', approval: asked },
      { note: { value: 'Sorry' } },
      { kind: 'edit', note: 'Sorry' },
    ],
    ['an emptied amount', edit, {}, { kind: 'edit', amount: '', note: '' }],
    [
      'a rejection',
      reject,
      {
        reason: { selected_option: { value: 'wrong-amount', text: {} } },
        note: { value: 'n' },
        said: { value: 's' },
        'takes-over': { selected_options: [{ value: 'takes-over' }] },
      },
      { kind: 'reject', reason: 'wrong-amount', note: 'n', said: 's', takesOver: true },
    ],
    [
      'a rejection that hands nothing over',
      reject,
      { reason: { selected_option: { value: 'other' } }, 'takes-over': { selected_options: [] } },
      { kind: 'reject', reason: 'other', note: '', said: '', takesOver: false },
    ],
    [
      'a question',
      { kind: 'ask', approval: asked },
      { question: { value: 'Which one?' } },
      { kind: 'ask', question: 'Which one?' },
    ],
    [
      'that it was done',
      settle('done'),
      { note: { value: 'books' }, reference: { value: 're_9' } },
      { kind: 'settle', verdict: 'done', note: 'books', reference: 're_9' },
    ],
    [
      'that it was not done',
      settle('not-done'),
      { note: { value: 'books' } },
      { kind: 'settle', verdict: 'not-done', note: 'books', reference: '' },
    ],
  ])('when it is %s, then it is read with the version it was opened on', (_, form, entered, entry) => {
    const { id, version } = form.approval;

    expect(parseSubmission(sent(formView(form), entered))).toEqual({ approval: id, version, entry });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['somebody else’s', { ...formView(edit), callback_id: 'other', state: { values: {} } }],
    ['without a request', { ...formView(edit), private_metadata: 'x', state: { values: {} } }],
    ['without a state', formView(edit)],
    ['the details', { ...formView({ kind: 'details', approval: asked, earlier: [] }), state: { values: {} } }],
  ])('when it is %s, then it is nothing of ours', (_, view) => {
    expect(parseSubmission(view)).toBeUndefined();
  });
});

describe('given a form that cannot be taken', () => {
  const entry: TypedEntry = { kind: 'edit', amount: '130', note: '' };
  const field = (name: Extract<Problem, { kind: 'field' }>['field']): Problem => ({
    kind: 'field',
    field: name,
    message: 'Too much.',
  });

  test.each<[string, TypedEntry, Problem, Record<string, string>]>([
    ['its amount', entry, field('amount'), { amount: 'Too much.' }],
    ['the form', entry, field('form'), { amount: 'Too much.' }],
    [
      'its amount, in the words of a schema,',
      entry,
      { kind: 'field', field: 'amount', message: 'amount: must be more than zero' },
      { amount: 'Must be more than zero.' },
    ],
    ['a field it does not have', { kind: 'ask', question: 'q' }, field('amount'), { question: 'Too much.' }],
    [
      'the form of a rejection',
      { kind: 'reject', reason: 'other', note: '', said: '', takesOver: false },
      field('form'),
      { reason: 'Too much.' },
    ],
  ])('when %s is at fault, then the complaint stands under a field that is there', (_, given, problem, errors) => {
    expect(problemErrors(given, problem, '')).toEqual(errors);
  });

  test('when it is refused, then the refusal stands there in plain words', () => {
    const refused = `<@UPRIYA> approved this at <!date^1^{time}|12:00 UTC>. <https://acme.slack.com/x|Please decide there>. A &amp; B`;

    expect(
      problemErrors(entry, { kind: 'refused', refusal: { code: 'already-decided', approval: asked } }, refused),
    ).toEqual({
      amount: 'A colleague approved this at 12:00 UTC. Please decide there. A & B',
    });
  });
});
