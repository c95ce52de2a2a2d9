import { render } from '../../src/slack/render.ts';
import type { Approval } from '../../src/domain/approval.ts';
import { isOpen } from '../../src/domain/approval.ts';
import { rowsOf } from '../../src/domain/bundle.ts';
import { cardOf } from '../../src/domain/ledger.ts';
import type { Said } from './command.ts';
import type { Ledger } from './ledger.ts';
import type { Posted, Record as Seen, Thread } from './record.ts';
import { isEnding, isOutcome } from './replies.ts';
import { recordOf } from './questions.ts';
import type { Question } from './questions.ts';

/** A line of the company's journal: the only judge of what was executed. */
export interface Written {
  key: string;
  method: string;
  path: string;
  status: number;
  body: unknown;
}

export interface Evidence {
  questions: readonly Question[];
  seen: Seen;
  ledger: Ledger;
  journal: readonly Written[];
  /** What `npm run audit -- verify` says. */
  audit: Said;
}

/** What must not be, each with the ids it is about. */
export interface Finding {
  what: string;
  about: string;
}

/** Everything that was promised and not kept. */
export const findingsIn = (evidence: Evidence): readonly Finding[] => [
  ...unanswered(evidence),
  ...repeated(evidence),
  ...executionsIn(evidence),
  ...decisions(evidence),
  ...cards(evidence),
  ...leftOver(evidence),
];

const find = (what: string, about: readonly string[]): readonly Finding[] => about.map((one) => ({ what, about: one }));

export const answersOf = ({ posted }: Thread): readonly Posted[] => posted.filter(({ text }) => !isOutcome(text));

/** Every message of a person has one answer, every request that ended one message that says so. */
function unanswered({ questions, seen, ledger }: Evidence): readonly Finding[] {
  const named = (thread: Thread): string => `question ${thread.number} in ${thread.channel} ${thread.ts}`;
  const threads = new Map(seen.threads.map((thread) => [thread.number, thread]));
  const counts = (fits: (difference: number) => boolean): readonly string[] =>
    seen.threads
      .filter((thread) => fits(answersOf(thread).length - thread.asked))
      .map((thread) => `${named(thread)}: ${JSON.stringify(thread.posted.map(({ text }) => text.slice(0, 90)))}`);
  const untold = seen.threads.filter((thread) => {
    const ended = ledger.approvals.filter(
      ({ conversation, status }) =>
        conversation.endsWith(thread.ts) && !OPEN_OR_SILENT.includes(status) && status !== 'executed',
    );
    const done = ledger.approvals.filter(
      ({ conversation, status }) => conversation.endsWith(thread.ts) && status === 'executed',
    );
    const outcomes = thread.posted.filter(({ text }) => isOutcome(text));
    return outcomes.length < done.length || (ended.length > 0 && outcomes.length === 0);
  });
  return [
    ...find(
      'never asked',
      questions.filter(({ number }) => !threads.has(number)).map(({ number }) => `question ${number}`),
    ),
    ...find(
      'not answered',
      counts((difference) => difference < 0),
    ),
    ...find(
      'answered twice',
      counts((difference) => difference > 0),
    ),
    ...find('an outcome that was not told', untold.map(named)),
  ];
}

const OPEN_OR_SILENT: readonly Approval['status'][] = ['pending', 'prepared', 'withdrawn', 'superseded'];

/** Nothing is said twice: neither one outbox row, nor one outcome in two. */
function repeated({ seen }: Evidence): readonly Finding[] {
  const posts = postsIn(seen);
  const outcomes = seen.threads.map(({ number, posted }) => ({
    number,
    texts: posted.map(({ text }) => text).filter(isEnding),
  }));
  return [
    ...postedTwice(seen),
    ...find(
      'posted without its id',
      posts.filter(({ id }) => id === undefined).map(({ ts, text }) => `${ts} ${text.slice(0, 60)}`),
    ),
    ...find(
      'an outcome that was told twice',
      outcomes.flatMap(({ number, texts }) => twice(texts).map((text) => `question ${number}: ${text}`)),
    ),
  ];
}

const postsIn = ({ threads, cards: posted }: Seen): readonly Posted[] => [
  ...threads.flatMap((thread) => thread.posted),
  ...posted,
];

export const postedTwice = (seen: Seen): readonly Finding[] =>
  find('posted twice', twice(postsIn(seen).flatMap(({ id }) => id ?? [])));

const twice = (items: readonly string[]): readonly string[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) < index)),
];

const isDone = ({ status }: Written): boolean => status >= 200 && status < 300;

/** Two different requests that do the same to one record. Nobody asks for a record of somebody else's question. */
const effectOf = ({ method, path, body }: Written): string =>
  `${method} ${path}${path === '/tickets' ? ` ${JSON.stringify(body)}` : ''}`;

export function executedTwice(journal: readonly Written[]): readonly Finding[] {
  const done = journal.filter(isDone);
  return find('executed twice', [...twice(done.map(effectOf)), ...twice(done.map(({ key }) => key))]);
}

/** The company did what the ledger says, once, and nothing else. */
export function executionsIn({ ledger, journal }: Pick<Evidence, 'ledger' | 'journal'>): readonly Finding[] {
  const done = journal.filter(isDone);
  const keys = new Set<string>(done.map(({ key }) => key));
  const byId = new Map<string, Approval>(ledger.approvals.map((approval) => [approval.id, approval]));
  const executed = ledger.approvals.filter(({ status }) => status === 'executed').map(({ id }) => id);
  const unexpected = done.filter(({ key }) => byId.get(key)?.status !== 'executed');
  return [
    ...executedTwice(journal),
    ...find(
      'executed by the ledger, not by the company',
      executed.filter((id) => !keys.has(id)),
    ),
    ...find(
      'executed by the company, not by the ledger',
      unexpected.map(({ key }) => `${key}, ${byId.get(key)?.status ?? 'which the ledger does not know'}`),
    ),
  ];
}

/** What nobody approved was not executed; what was approved and never taken back was. */
function decisions({ questions, seen, ledger, journal }: Evidence): readonly Finding[] {
  const approved = new Set(seen.presses.filter(({ verdict }) => verdict === 'approve').map(({ question }) => question));
  const threads = new Map(seen.threads.map(({ number, ts }) => [number, ts]));
  const done = journal.filter(isDone);
  const wasDone = (question: Question): readonly Written[] =>
    done.filter(({ path }) => question.wishes.some((wish) => path.includes(`/${recordOf(wish)}`)));
  const rows = (question: Question): readonly Approval[] =>
    ledger.approvals.filter(({ conversation }) => conversation.endsWith(threads.get(question.number) ?? 'nowhere'));
  const mustBeDone = questions.filter(
    ({ behaviour, wishes }) => wishes.length > 0 && ALWAYS_APPROVED.includes(behaviour),
  );
  return [
    ...find(
      'executed without approval',
      questions
        .filter((question) => !approved.has(question.number) && wasDone(question).length > 0)
        .map(({ number }) => `question ${number}`),
    ),
    ...find(
      'asked for, and never a request',
      mustBeDone.filter((question) => rows(question).length < question.wishes.length).map(nameWith(rows)),
    ),
    ...find(
      'approved, not executed, and nobody was told why',
      mustBeDone
        .filter(
          (question) =>
            rows(question).length > 0 &&
            wasDone(question).length === 0 &&
            !rows(question).some(({ status }) => EXPLAINED.includes(status)),
        )
        .map(nameWith(rows)),
    ),
  ];
}

const nameWith =
  (rows: (question: Question) => readonly Approval[]) =>
  (question: Question): string =>
    `question ${question.number} (${question.behaviour}: ${question.text}): ${
      rows(question)
        .map(({ id, status }) => `${id} ${status}`)
        .join(', ') || 'no request'
    }`;

const ALWAYS_APPROVED: readonly Question['behaviour'][] = [
  'approve',
  'approve-twice',
  'two-at-once',
  'edit',
  'drop-one',
];
const EXPLAINED: readonly Approval['status'][] = ['failed', 'expired', 'stale', 'unknown'];

/** What stands in the channel is what the ledger would draw. */
function cards({ seen, ledger }: Evidence): readonly Finding[] {
  const shown = new Map(seen.cards.map((card) => [card.ts, card]));
  const places = new Set([...ledger.cards.values()].map(({ ts }) => ts));
  const orphans = seen.cards.filter(
    ({ ts, blocks }) => !places.has(ts) && JSON.stringify(blocks).includes('approve_request'),
  );
  const drawn = ledger.approvals.filter(
    (approval) => cardOf(approval) === approval.id && approval.needs.kind === 'people',
  );
  return [
    ...find(
      'a card that no request knows',
      orphans.map(({ ts }) => ts),
    ),
    ...find(
      'a card that is not what the ledger says',
      drawn.flatMap((approval) => {
        const place = ledger.cards.get(approval.id);
        const card = place && shown.get(place.ts);
        if (!card) return [`${approval.id} ${approval.status}: there is no card`];
        const expected = render(
          { workspaceUrl: seen.url, allowedHosts: [], leads: ['S_LEADS'] },
          { kind: 'card', rows: rowsOf(approval, ledger.approvals) },
        );
        return isSame(expected, card) ? [] : [`${approval.id} ${approval.status}: ${card.text}`];
      }),
    ),
  ];
}

const isSame = (expected: { text: string; blocks: readonly unknown[] }, shown: Posted): boolean =>
  expected.text === shown.text && plain(expected.blocks) === plain(shown.blocks ?? []);

/** Without the ids that Slack gives to what has none. */
const plain = (blocks: unknown): string =>
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'block_id' || key === 'action_id') return undefined;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });

/** Nothing is under way any more; what is not known waits for a person. */
const leftOver = ({ seen, ledger, audit }: Evidence): readonly Finding[] => [
  ...find(
    'still under way',
    ledger.approvals
      .filter((approval) => isOpen(approval) && !(approval.status === 'unknown' && approval.forPerson))
      .map(({ id, status }) => `${id} ${status}`),
  ),
  ...find('a job that was not done', ledger.openJobs),
  ...find('not said', ledger.unsent),
  ...find('given up', ledger.dropped),
  ...find('the audit does not verify', audit.code === 0 ? [] : [audit.said]),
  ...find('never acknowledged', seen.givenUp === 0 ? [] : [`${seen.givenUp} events`]),
];
