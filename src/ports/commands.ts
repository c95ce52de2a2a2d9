import type { Pending } from '../domain/approval.ts';
import type { Hold, Pause } from '../domain/hold.ts';
import type { ChannelId, CustomerId, TeamId, TicketId, UserId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';

/** Somebody typed `/support …`. `text`: what stands behind it. */
export interface SlashCommand {
  team: TeamId;
  user: UserId;
  channel: ChannelId;
  text: string;
  /** The same for every delivery of one command. */
  id: string;
}

export interface TicketShown {
  id: TicketId;
  subject: string;
  status: string;
  priority: string;
  /** Absent: a customer reads it. */
  forStaff?: { customer: CustomerId; notes: readonly string[] };
}

/** Waits for a decision; `card`: where its card stands, absent while that is not known. */
export interface Waiting {
  approval: Pending;
  card?: MessageRef;
}

export type CommandRefusal = 'not-staff' | 'not-admin' | 'external' | 'role-unknown';

/** Only the one who typed sees it. */
export type CommandAnswer =
  /** What they may type; `staff` sees more. `typed`: what was not understood. */
  | { kind: 'help'; staff: boolean; admin: boolean; typed?: string }
  /** `total`: how many they may decide, of which `items` are due soonest. Admins decide nothing: all of them wait for others. */
  | {
      kind: 'approvals';
      role: 'agent' | 'lead' | 'admin';
      items: readonly Waiting[];
      total: number;
      others: number;
      holds: readonly Hold[];
      at: Instant;
    }
  | { kind: 'ticket'; ticket: TicketShown }
  /** They named none. */
  | { kind: 'which-ticket' }
  /** No such ticket, or not theirs: both read alike. */
  | { kind: 'no-ticket'; asked: string }
  /** `already`: by somebody before. */
  | { kind: 'paused'; hold: Pause; already: boolean }
  /** `others`: what still holds executions back. */
  | { kind: 'resumed'; others: readonly Hold[] }
  /** A second delivery of what was done before. */
  | { kind: 'repeated'; holds: readonly Hold[] }
  | { kind: 'not-paused'; others: readonly Hold[] }
  | { kind: 'refused'; why: CommandRefusal };

export interface CommandDesk {
  /** What it changes is saved when it answers. Throws `Unavailable`: then nothing was changed. */
  answer(command: SlashCommand): Promise<CommandAnswer>;
}
