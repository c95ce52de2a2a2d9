import type { ConversationId, MessageTs, TeamId, UserId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';

/** Whoever leaves something with a colleague, without the model. */
export interface IntakeFrom {
  team: TeamId;
  user: UserId;
}

/** From which message or thread the form was opened; absent parts: it was opened elsewhere. */
export interface IntakeSource {
  conversation?: ConversationId;
  /** The message it is about. */
  ts?: MessageTs;
  /** What it says; whoever wrote it is not always who opens the form. */
  text?: string;
  /** Who wrote it. */
  author?: UserId;
}

/** What the form begins with. */
export interface IntakeDraft {
  /** A ticket of their own, or one for the customer who wrote; `nothing`: there is no record for one, a colleague gets what is sent in. */
  opens: 'own-ticket' | 'ticket-for-customer' | 'nothing';
  subject: string;
  details: string;
}

/** Longest subject and details, in characters. */
export const INTAKE_LENGTH = { subject: 80, details: 1_000 } as const;

/** What was sent in. `press` names this form, once for each time it is opened. */
export interface IntakeEntry {
  press: string;
  subject: string;
  details: string;
  priority: 'low' | 'normal' | 'high';
  /** A colleague is called as well. */
  wantsPerson: boolean;
  source: IntakeSource;
}

/** Opens tickets by a form: the message shortcut, and whenever the model is down. */
export interface IntakeDesk {
  /** The refusal is a sentence for whoever asked. Throws `Unavailable` when it cannot be told who this is. */
  begin(from: IntakeFrom, source: IntakeSource): Promise<Result<IntakeDraft, string>>;
  /** The value is a sentence that says what happens now. Once for each `press`. Throws `Unavailable`. */
  submit(from: IntakeFrom, entry: IntakeEntry): Promise<Result<string, string>>;
}
