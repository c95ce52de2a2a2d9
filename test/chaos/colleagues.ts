import { setTimeout as pause } from 'node:timers/promises';
import type { Slack } from '../../src/local/slack/server.ts';
import { buttonNamed, stateOf } from '../stage/forms.ts';
import type { Entries } from '../stage/forms.ts';
import { luckOf } from './luck.ts';
import type { Press } from './record.ts';
import type { Question } from './questions.ts';
import { REJECTION } from './replies.ts';
import { stalePress } from './stale-press.ts';
import type { Watch } from './watch.ts';

const CHANNEL = 'C_APPROVALS';
const APPROVE = 'approve_request';
const DROP = 'drop_request';
/** Milliseconds after which a person presses again what had no effect. */
const PATIENCE = 1_200;
const FORM_PATIENCE = 1_500;
const APPROVERS = ['UPRIYA', 'ULEA', 'UTOM'];
/** Some sums are for a lead alone. */
const REJECTERS = ['UTOM', 'ULEA'];
/** Who changed a request does not approve it. */
const OTHER_APPROVERS = ['UTOM', 'ULEA'];

export interface Colleagues {
  presses(): readonly Press[];
  stale(): number;
  /** Questions whose card still waits for a colleague. */
  busy(): readonly number[];
  /** From now on they approve whatever stands there, and whatever comes. */
  approveEverything(): void;
}

type Message = ReturnType<Slack['messages']>[number];

interface Card {
  ts: string;
  question: Question;
  /** An edited request comes back as another card. */
  isChanged: boolean;
}

interface Office {
  slack: Slack;
  watch: Watch;
  presses: Press[];
  /** One form at a time is open before a person. */
  desks: Map<string, Promise<unknown>>;
}

/** They decide what stands in the approvals channel, each card as its question says. */
export function colleaguesOf(
  slack: Slack,
  watch: Watch,
  { seed, questionNumbered }: { seed: number; questionNumbered: (number: number) => Question | undefined },
): Colleagues {
  const office: Office = { slack, watch, presses: [], desks: new Map() };
  const seen = new Set<number>();
  const busy = new Map<string, number>();
  let stale = 0; // presses of buttons that are no longer there
  let areLenient = false; // once they approve everything
  const meet = async (card: Card, wasButton: string | undefined): Promise<void> => {
    await decide(office, card);
    const luck = luckOf(seed, `stale ${card.question.number}`);
    if (!luck.chance(0.3) || wasButton === undefined) return;
    await watch.until(() => isDecided(office, card));
    await pause(luck.between(50, 2_500));
    stale += 1;
    await slack.deliver(stalePress({ value: wasButton, ts: card.ts, user: luck.pick(['UPRIYA', 'UTOM', 'ULEA']) }));
  };
  const take = ({ ts, blocks }: Message): void => {
    const text = JSON.stringify(blocks ?? []);
    const question = questionNumbered(numberIn(text));
    if (!text.includes(APPROVE) || !question || busy.has(ts)) return;
    const card = { ts, question, isChanged: seen.has(question.number) };
    seen.add(question.number);
    busy.set(ts, question.number);
    const isWaiting = question.behaviour === 'leave';
    const waiting = () => watch.until(() => isDecided(office, card));
    const work = areLenient ? approve(office, card) : isWaiting ? waiting() : meet(card, valueIn(text));
    void work.finally(() => busy.delete(ts));
  };
  slack.feed.subscribe((change) => {
    watch.look();
    const isNew = change.type === 'message' || (areLenient && change.type === 'message_changed');
    if (isNew && change.channel === CHANNEL) take(change.message);
  });
  const approveEverything = (): void => {
    areLenient = true;
    for (const message of slack.messages(CHANNEL)) take(message);
  };
  return { presses: () => office.presses, stale: () => stale, busy: () => [...busy.values()], approveEverything };
}

const numberIn = (text: string): number => {
  const id = /ORD-[57](\d{6})|TKT_(\d{6})/.exec(text);
  return Number(id?.[1] ?? id?.[2] ?? Number.NaN) - 100_000;
};

const valueIn = (text: string): string | undefined => /"(apr_[a-z0-9]+:\d+)"/.exec(text)?.[1];

function isDecided({ slack }: Office, { ts }: Card): boolean {
  const card = slack.messages(CHANNEL).find((message) => message.ts === ts);
  return !card || !JSON.stringify(card.blocks ?? []).includes(APPROVE);
}

async function decide(office: Office, card: Card): Promise<void> {
  await pause(card.question.hesitation);
  switch (card.question.behaviour) {
    case 'leave':
      return;
    case 'approve':
      return approve(office, card);
    case 'approve-twice':
      await Promise.all([press(office, card, 'UPRIYA'), press(office, card, 'UPRIYA')]);
      return approve(office, card);
    case 'two-at-once':
      await Promise.all([press(office, card, 'UPRIYA'), press(office, card, 'UTOM')]);
      return approve(office, card);
    case 'approve-against-reject':
      await Promise.all([reject(office, card, 'UTOM'), press(office, card, 'UPRIYA')]);
      return approve(office, card);
    case 'reject':
      for (let turn = 0; !isDecided(office, card); turn += 1)
        await reject(office, card, REJECTERS[turn % REJECTERS.length] ?? 'ULEA');
      return;
    case 'edit':
      return card.isChanged ? approve(office, card, OTHER_APPROVERS) : change(office, card);
    case 'drop-one':
      await press(office, card, 'UPRIYA', DROP);
      return approve(office, card);
  }
}

async function approve(office: Office, card: Card, people: readonly string[] = APPROVERS): Promise<void> {
  for (let turn = 0; !isDecided(office, card); turn += 1) {
    await press(office, card, people[turn % people.length] ?? 'ULEA');
    await orLater(office, () => isDecided(office, card), PATIENCE);
  }
}

/** A click that nobody took, or on a button that is gone, does nothing. */
async function press({ slack, presses }: Office, card: Card, user: string, action = APPROVE): Promise<void> {
  presses.push({ question: card.question.number, user, verdict: action === DROP ? 'drop' : 'approve' });
  await slack.click(user, CHANNEL, card.ts, action).catch(() => false);
}

async function reject(office: Office, card: Card, user: string): Promise<void> {
  office.presses.push({ question: card.question.number, user, verdict: 'reject' });
  await fillIn(office, card, { user, button: 'Reject', entries: { reason: 'Other', message: REJECTION } });
}

async function change(office: Office, card: Card): Promise<void> {
  const [wish] = card.question.wishes;
  const lower = wish?.kind === 'refund' ? ((wish.minor - 1) / 100).toFixed(2) : '1.00';
  while (!isDecided(office, card)) {
    office.presses.push({ question: card.question.number, user: 'UPRIYA', verdict: 'edit' });
    await fillIn(office, card, { user: 'UPRIYA', button: 'Edit', entries: { amount: lower } });
  }
}

interface Form {
  user: string;
  button: string;
  entries: Entries;
}

/** Opens the form, fills it in, sends it off and puts away what is left of it. */
async function fillIn(office: Office, card: Card, form: Form): Promise<void> {
  const { slack, desks } = office;
  const work = (desks.get(form.user) ?? Promise.resolve()).then(() => atDesk(office, card, form));
  desks.set(form.user, work);
  await work;
  for (const view of slack.views(form.user).toReversed()) await slack.closeView(form.user, view.id).catch(() => false);
  await orLater(office, () => isDecided(office, card), PATIENCE);
}

async function atDesk(office: Office, card: Card, { user, button, entries }: Form): Promise<void> {
  const { slack } = office;
  if (isDecided(office, card)) return;
  await slack.click(user, CHANNEL, card.ts, buttonNamed(button)).catch(() => false);
  const view = () => slack.views(user).at(-1);
  await orLater(office, () => view() !== undefined, FORM_PATIENCE);
  const open = view();
  if (!open) return;
  try {
    await slack.submitView(user, open.id, stateOf(open, entries));
  } catch {
    // The form says only why nothing can be decided.
  }
  for (const left of slack.views(user).toReversed()) await slack.closeView(user, left.id).catch(() => false);
}

const orLater = ({ watch }: Office, fits: () => boolean, patience: number): Promise<unknown> =>
  Promise.race([watch.until(fits), pause(patience)]);
