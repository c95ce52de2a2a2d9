import { describe, expect, test } from 'vitest';
import { PersonId } from '../../../src/domain/ids.ts';
import { formView } from '../../../src/slack/blocks/forms/form-view.ts';
import { pending } from './approvals.ts';
import { paused } from './homes.ts';
import { blockTexts } from './read.ts';

const approval = pending();
const review = { kind: 'review', approval, rows: [approval], changes: [], holds: [], version: 1 } as const;
const textsIn = (form: ReturnType<typeof formView>): readonly string[] =>
  form.blocks.flatMap((block) => (block.type === 'rich_text' || block.type === 'input' ? [] : blockTexts(block)));

describe('given a request that is reviewed in Home', () => {
  test('when it is drawn, then it closes without “Cancel”, which could be the effect', () => {
    const form = formView(review);

    expect([form.close.text, form.submit?.text]).toEqual(['Close', 'Refund $48.00']);
  });

  test('when its conversation can be read, then it leads there as its card does', () => {
    const thread = 'https://acme.slack.com/archives/C1/p1700000000000100';

    expect(textsIn(formView(review, { thread })).join('\n')).toContain(`<${thread}|View thread>`);
    expect(textsIn(formView(review)).join('\n')).not.toContain('View thread');
  });

  test('when executions are paused, then that comes first', () => {
    const holds = [{ ...paused, by: PersonId.parse('person_ada') }];

    expect(textsIn(formView({ ...review, holds }))[0]).toMatch(/⛔ \*Executions have been paused\* by <@UADMIN>/);
  });
});
