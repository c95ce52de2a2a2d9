import type { PersonId, UserId } from './ids.ts';
import type { Instant } from './time.ts';

/** Why nothing is carried out at the moment. While one stands, no commit brings an approval to `executing`. */
export type Hold =
  /** An admin pulled the kill switch. */
  | { kind: 'paused'; by: PersonId; slackUser: UserId; at: Instant }
  /** This database is an earlier copy: what was carried out after `takenAt` is not in it until the company was asked. */
  | { kind: 'restored'; takenAt: Instant; at: Instant };

export type HoldKind = Hold['kind'];
export type Pause = Extract<Hold, { kind: 'paused' }>;
export type Restored = Extract<Hold, { kind: 'restored' }>;

/** Puts one up, or takes it down. */
export type HoldChange = { put: Hold } | { lift: HoldKind };
