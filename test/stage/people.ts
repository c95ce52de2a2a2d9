import type { Stage } from './stage.ts';
import { until } from './until.ts';

type Slack = Stage['slack'];
type Placed = Awaited<ReturnType<Slack['waitForMessage']>>;

/** Everything a person can read in a message, one line a block. */
export function readable(message: Pick<Placed, 'text' | 'blocks'>): string {
  return `${message.text}\n${texts(message.blocks ?? []).join('\n')}`;
}

function texts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : texts(value),
  );
}

/** What people do in the local Slack, and what they see. */
export function peopleOf(slack: Slack) {
  const inThread = (channel: string, thread: string) =>
    slack
      .messages(channel, thread)
      .filter((message) => message.user === 'UBOT')
      .map((message) => message.text);
  return {
    ask: (user: string, text: string, channel = 'C_SUPPORT') => slack.postAs(user, channel, `<@UBOT> ${text}`),
    /** The bot's words in a thread. */
    inThread,
    /** The bot's n-th message in the thread, from 1. */
    answer: (thread: string, number = 1, channel = 'C_SUPPORT') =>
      until(() => inThread(channel, thread)[number - 1], `answer ${number} in ${thread}`),
    card: (part: string) =>
      until(
        () => slack.messages('C_APPROVALS').findLast((message) => readable(message).includes(part)),
        `a card with ${part}`,
      ),
    cardShows: (ts: string, part: string, patience?: number) =>
      until(
        () => slack.messages('C_APPROVALS').find((message) => message.ts === ts && readable(message).includes(part)),
        `the card to show ${part}`,
        patience,
      ),
    press: (user: string, ts: string, action: 'approve_request' | 'reject_request' = 'approve_request') =>
      slack.click(user, 'C_APPROVALS', ts, action),
  };
}
