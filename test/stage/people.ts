import { buttonNamed, stateOf } from './forms.ts';
import type { Entries } from './forms.ts';
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
  /** Presses a button that opens a form; the form as it opened. `number`: which of several rows. */
  const openForm = async (user: string, ts: string, button: string, number = 1) => {
    const before = new Set(slack.views(user).map(({ id }) => id));
    await slack.click(user, 'C_APPROVALS', ts, buttonNamed(button, number));
    return slack.waitForView(user, ({ id }) => !before.has(id));
  };
  const submit = async (user: string, entries: Entries = {}) => {
    const view = slack.views(user).at(-1);
    if (!view) throw new Error(`${user} has no form open`);
    return slack.submitView(user, view.id, stateOf(view, entries));
  };
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
    /** Presses the button that decides. */
    press: (user: string, ts: string, action: 'approve_request' | 'reject_request' = 'approve_request') =>
      slack.click(user, 'C_APPROVALS', ts, action),
    /** Presses the button with these words. `number`: which of several. */
    pressNamed: (user: string, ts: string, button: string, { number = 1, channel = 'C_APPROVALS' } = {}) =>
      slack.click(user, channel, ts, buttonNamed(button, number)),
    openForm,
    /** Sends the form that this person has open; what is not entered stays as it was. */
    submit,
    reject: async (user: string, ts: string, entries: Entries = {}) => {
      await openForm(user, ts, 'Reject');
      return submit(user, { reason: 'Other', ...entries });
    },
    /** The bot's message in a thread that asks the requester, or shows what they answered. */
    asked: (thread: string, part: string, channel = 'C_SUPPORT') =>
      until(
        () => slack.messages(channel, thread).findLast((said) => said.user === 'UBOT' && readable(said).includes(part)),
        `a question with ${part} in ${thread}`,
      ),
  };
}
