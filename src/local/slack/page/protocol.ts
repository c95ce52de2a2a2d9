/** What the page and its server say to each other. Blocks stay unknown: they are whatever the app sent. */

export type Role = 'customer' | 'agent' | 'lead' | 'admin' | 'guest' | 'external' | 'bot';

export interface Person {
  id: string;
  name: string;
  realName: string;
  role: Role;
}

/** Several people who can be called at once: `@support-leads`. */
interface UserGroup {
  id: string;
  handle: string;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'channel' | 'private' | 'im' | 'shared';
  members: readonly string[];
  user?: string;
}

export interface Message {
  ts: string;
  user: string;
  text: string;
  /** `tombstone`: it was deleted, and its replies are still there. */
  subtype?: string;
  blocks?: readonly unknown[];
  /** Present in a message that was, or is, written while people watch. */
  streaming_state?: 'in_progress' | 'completed' | 'errored';
  files?: readonly { id: string; name?: string }[];
  thread_ts?: string;
  reply_count?: number;
  edited?: unknown;
  bot_id?: string;
}

export interface View {
  id: string;
  blocks: readonly unknown[];
  title?: unknown;
  submit?: unknown;
  close?: unknown;
}

export interface Workspace {
  team: { id: string; name: string };
  botUser: string;
  users: readonly Person[];
  groups: readonly UserGroup[];
  channels: readonly Channel[];
  messages: Record<string, readonly Message[]>;
  homes: Record<string, View>;
  sessions: readonly Session[];
  /** By channel id. */
  prompts: Record<string, Prompts>;
  /** What the menu of a message offers beside what the page itself can do. */
  shortcuts: readonly { callbackId: string; name: string }[];
}

/** What the bot does in a thread. */
export interface Session {
  channel: string;
  threadTs: string;
  status: 'active' | 'processing' | 'suspended' | 'closed';
  title?: string;
}

/** What the app suggests to write: `title` on the chip, `message` is sent. */
interface Prompts {
  title?: string;
  prompts: readonly { title: string; message: string }[];
}

export type UiEvent =
  | { type: 'message' | 'message_changed' | 'message_deleted'; channel: string; message: Message }
  | { type: 'ephemeral'; channel: string; user: string; message: Message }
  | { type: 'view_opened' | 'view_updated' | 'view_closed'; user: string; view: View }
  | { type: 'status'; channel: string; threadTs: string; status: string }
  | { type: 'home'; user: string; view: View }
  | { type: 'session'; session: Session }
  | { type: 'prompts'; channel: string; prompts: Prompts }
  | { type: 'log'; entry: unknown };

export interface Post {
  user: string;
  channel: string;
  text: string;
  threadTs?: string | undefined;
  files?: readonly Attachment[] | undefined;
}

export interface Attachment {
  name: string;
  mimetype: string;
  content: string;
}

/** What a person did to one element; which of the optional fields is set depends on the element. */
export interface Interaction {
  blockId: string;
  actionId: string;
  value?: string;
  selectedOption?: unknown;
  selectedOptions?: readonly unknown[];
}

/** Where the element stands: in a message, or in a modal or Home view, with what its form holds. */
export type Container =
  | { user: string; channel: string; messageTs: string }
  | { user: string; viewId: string; values?: FormValues };

/** Slack's `state.values`: block id, then action id, then the element's state. */
export type FormValues = Record<string, Record<string, Record<string, unknown>>>;

export type PostAnswer = { ok: true; ts: string } | { ok: false; error?: string };

/** What the app answered comes as an `ephemeral`. */
export interface CommandAnswer {
  ok: boolean;
  acked?: boolean;
  error?: string;
}

export interface ClickAnswer {
  ok: boolean;
  acked?: boolean;
}

export interface SubmitAnswer {
  ok: boolean;
  errors?: Record<string, string>;
}
