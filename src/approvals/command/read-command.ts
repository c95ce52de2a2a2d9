import { visibleText } from '../../domain/visible-text.ts';

export type Wish =
  /** `typed`: it was none of the others. */
  | { kind: 'help'; typed?: string }
  | { kind: 'approvals' }
  /** `id` is absent when none was typed. */
  | { kind: 'ticket'; id?: string }
  | { kind: 'pause' }
  | { kind: 'resume' };

/** What is asked for behind `/support`; case and spaces do not matter. */
export function readCommand(text: string): Wish {
  const typed = visibleText(text).replaceAll(/\s+/g, ' ').trim();
  const known = WISHES.get(typed.toLowerCase());
  if (known) return known;
  const id = /^ticket (?<id>.+)$/i.exec(typed)?.groups?.['id'];
  return id === undefined ? { kind: 'help', typed } : { kind: 'ticket', id };
}

const WISHES: ReadonlyMap<string, Wish> = new Map<string, Wish>([
  ['', { kind: 'help' }],
  ['help', { kind: 'help' }],
  ['approvals', { kind: 'approvals' }],
  ['ticket', { kind: 'ticket' }],
  ['pause', { kind: 'pause' }],
  ['pause executions', { kind: 'pause' }],
  ['resume', { kind: 'resume' }],
  ['resume executions', { kind: 'resume' }],
]);
