import type { Item } from '../domain/conversation.ts';
import type { Job } from '../ports/engine.ts';
import { EditJob } from '../ports/jobs.ts';
import type { AnswerDeps } from './answer.ts';
import { itemOf } from './question.ts';
import { speakerOf, whoAsks } from './who-asks.ts';
import { readFiles } from './words.ts';

/** A message that was answered already reads otherwise now: the thread remembers both, and nobody is answered. */
export async function noteEdit(
  deps: Pick<AnswerDeps, 'store' | 'directory' | 'messenger' | 'log' | 'now'>,
  job: Job,
): Promise<void> {
  const edit = EditJob.parse(job.data);
  const { conversation, user } = edit;
  if (await deps.store.isDone(job.id)) return;
  const { summary, items } = await deps.store.recall(conversation);
  const known = [...summary.items, ...items].findLast(isOf(edit));
  if (!known || known.redacted) return;
  const message = { ...edit, addressed: false };
  const [who, contents] = await Promise.all([whoAsks(deps, edit), readFiles(deps.messenger, [edit])]);
  const item = itemOf({ kind: 'edited', message }, { by: speakerOf(user, who), at: deps.now() }, contents);
  if (item.text === known.text) return;
  await deps.store.commit({ append: { conversation, items: [item] }, done: job.id, audit: [] });
}

const isOf =
  ({ ts, user }: EditJob) =>
  (item: Item): item is Extract<Item, { kind: 'person' | 'edited' }> =>
    (item.kind === 'person' || item.kind === 'edited') && item.ts === ts && item.by.user === user;
