import type { DecisionRefusal } from './decide.ts';

/** Why a press of a button did nothing; each has its sentence. */
export type ClickRefusal =
  | DecisionRefusal
  /** The policy forbids it now. */
  | 'forbidden'
  | 'not-found'
  /** The button was copied into another message or channel. */
  | 'card-mismatch'
  | 'role-unknown'
  /** Only who asked may answer. */
  | 'not-yours'
  /** Nothing is open that could be asked, changed or proposed again. */
  | 'not-now'
  /** It was carried out too long ago to be taken back with one press. */
  | 'undo-over'
  /** Somebody took it back already. */
  | 'undone'
  | 'storage';
