import type { Block } from '../blocks/parts.ts';
import { type Fields, present } from '../json.ts';
import type { Chunk } from './chunks.ts';

type Task = Omit<Extract<Chunk, { type: 'task_update' }>, 'type'>;

/** A stretch of a streamed message, in the order it came. `id` is the block's own, or the task's. */
export type Part =
  | { kind: 'text'; id: string; text: string }
  | { kind: 'task'; task: Task }
  | { kind: 'plan'; id: string; title: string; tasks: readonly Task[] }
  | { kind: 'block'; block: Block };

interface Adding {
  inPlan: boolean;
  newId: (prefix: string) => string;
}

/** The parts after one more chunk. Text goes on where it ended, a task that is known changes where it stands. */
export function withChunk(parts: readonly Part[], chunk: Chunk, adding: Adding): readonly Part[] {
  switch (chunk.type) {
    case 'markdown_text':
      return withText(parts, chunk.text, adding);
    case 'task_update': {
      const { type: _, ...task } = chunk;
      return withTask(parts, task, adding);
    }
    case 'plan_update':
      return withPlan(parts, adding, (plan) => ({ ...plan, title: chunk.title }));
    case 'blocks':
      return [...parts, ...chunk.blocks.map((block): Part => ({ kind: 'block', block }))];
  }
}

export const textOf = (parts: readonly Part[]): string =>
  parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('');

/** The message's blocks. https://docs.slack.dev/reference/block-kit/blocks/task-card-block */
export const blocksOf = (parts: readonly Part[]): readonly Block[] => parts.map(blockOf);

function withText(parts: readonly Part[], text: string, { newId }: Adding): readonly Part[] {
  if (text === '') return parts;
  const last = parts.at(-1);
  if (last?.kind === 'text') return [...parts.slice(0, -1), { ...last, text: `${last.text}${text}` }];
  return [...parts, { kind: 'text', id: newId('b'), text }];
}

function withTask(parts: readonly Part[], task: Task, adding: Adding): readonly Part[] {
  const isKnown = parts.some((part) => part.kind === 'task' && part.task.id === task.id);
  if (isKnown) return parts.map((part) => (part.kind === 'task' ? { ...part, task: updated(part.task, task) } : part));
  if (!adding.inPlan && !parts.some(({ kind }) => kind === 'plan')) return [...parts, { kind: 'task', task }];
  return withPlan(parts, adding, (plan) => ({ ...plan, tasks: withTaskIn(plan.tasks, task) }));
}

const updated = (old: Task, task: Task): Task => (old.id === task.id ? { ...old, ...task } : old);

const withTaskIn = (tasks: readonly Task[], task: Task): readonly Task[] =>
  tasks.some(({ id }) => id === task.id) ? tasks.map((old) => updated(old, task)) : [...tasks, task];

type Plan = Extract<Part, { kind: 'plan' }>;

function withPlan(parts: readonly Part[], { newId }: Adding, change: (plan: Plan) => Plan): readonly Part[] {
  if (!parts.some(({ kind }) => kind === 'plan'))
    return [...parts, change({ kind: 'plan', id: newId('b'), title: '', tasks: [] })];
  return parts.map((part) => (part.kind === 'plan' ? change(part) : part));
}

function blockOf(part: Part): Block {
  switch (part.kind) {
    case 'text':
      return { type: 'markdown', block_id: part.id, text: part.text };
    case 'task':
      return { block_id: part.task.id, ...taskCard(part.task) };
    case 'plan':
      return { type: 'plan', block_id: part.id, title: part.title, tasks: part.tasks.map(taskCard) };
    case 'block':
      return part.block;
  }
}

const taskCard = ({ id, title, status, details, output, sources }: Task): Block => ({
  type: 'task_card',
  task_id: id,
  title,
  status,
  ...present({ details: richText(details), output: richText(output), sources }),
});

const richText = (text: string | undefined): Fields | undefined =>
  text === undefined
    ? undefined
    : { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
