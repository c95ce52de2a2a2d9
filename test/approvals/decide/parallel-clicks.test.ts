import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pending } from '../../../src/domain/approval.ts';
import {
  ApprovalId,
  ChannelId,
  CustomerId,
  JobId,
  MessageTs,
  PersonId,
  Target,
  UserId,
  conversationOf,
} from '../../../src/domain/ids.ts';
import { drawCard } from '../../../src/domain/say.ts';
import { HOUR } from '../../../src/domain/time.ts';
import type { Job } from '../../../src/ports/engine.ts';
import { ClickJob } from '../../../src/ports/jobs.ts';
import { pending, principal, proposal } from '../../fakes/approvals.ts';
import { NOW, openHouse } from '../../fakes/house.ts';
import type { House } from '../../fakes/house.ts';

const ROUNDS = 100;
const CLICKS = 200;
const PEOPLE = ['UPRIYA', 'UTOM', 'ULEA', 'USAM'] as const;
const sam = principal({ person: PersonId.parse('person_sam'), slackUser: UserId.parse('USAM') });

/** What happened to one request, by its audit rows. */
type Told = readonly { event: string; actor: string }[];

let house: House;
let told: Map<string, { event: string; actor: string }[]>;
beforeEach(async () => {
  told = new Map();
  house = await openHouse({
    overStore: (store) => ({
      ...store,
      commit: async (change) => {
        const written = await store.commit(change);
        for (const { approval, event, actor } of written ? change.audit : [])
          told.set(approval ?? '', [...(told.get(approval ?? '') ?? []), { event, actor }]);
        return written;
      },
    }),
  });
  house.directory.people.set('USAM', sam);
});
afterEach(() => house.close());

/** A request of its own for each round, with its card in Slack. */
async function open(round: number, over: Partial<Pending> = {}): Promise<Pending> {
  const customer = CustomerId.parse(`cust_round_${round}`);
  const approval = pending({
    id: ApprovalId.parse(`apr_round${round}`),
    proposal: proposal({ target: Target.parse(`order:round-${round}`), customer }),
    conversation: conversationOf({
      team: sam.team,
      channel: ChannelId.parse('C1'),
      ts: MessageTs.parse(`1800000000.${round}`),
    }),
    openedAt: NOW,
    expiresAt: NOW + 2 * HOUR,
    ...over,
  });
  const outgoing = [drawCard(() => `out_round_${round}`, approval.id)];
  await house.store.commit({ approvals: [{ to: approval }], outgoing, audit: [] });
  await house.process.deliver.due();
  return approval;
}

/** Not through the engine, which would let them in one by one: all of them read the ledger before any of them writes. */
const pressAll = (clicks: readonly Job[]): Promise<unknown> =>
  Promise.all(clicks.map((job) => house.process.handlers.click(job, 1)));

/** Each person presses it as often as the others. */
function clicksOn(approval: Pending): Job[] {
  const shown = ClickJob.parse(house.clickJob('UPRIYA', approval, 'approve').data);
  return Array.from({ length: CLICKS }, (_, index) => ({
    id: JobId.parse(`click:${approval.id}:${index}`),
    key: approval.id,
    kind: 'click',
    data: { ...shown, user: PEOPLE[index % PEOPLE.length] ?? '' },
  }));
}

const eventsOf = ({ id }: Pending): Told => told.get(id) ?? [];
const approvalsIn = (events: Told): Told => events.filter(({ event }) => event === 'approved' || event === 'pending');
const refusalsIn = (events: Told): Told => events.filter(({ event }) => event.startsWith('refused:'));

test(`given a request that one person may approve, when four people press it ${CLICKS} times at once, ${ROUNDS} times over, then one press wins each time and every other is answered`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const approval = await open(round);
    const before = house.messenger.whispers.length;

    await pressAll(clicksOn(approval));

    const answers = house.messenger.whispers.slice(before);
    expect(approvalsIn(eventsOf(approval))).toHaveLength(1);
    expect(refusalsIn(eventsOf(approval))).toHaveLength(CLICKS - 1);
    expect(answers).toHaveLength(CLICKS - 1);
    expect((await house.approval(approval.id)).decisions).toHaveLength(1);
  }
}, 60_000);

test('given a request that two must approve, when four people press it at once, then two different people have decided and every other press is answered', async () => {
  for (let round = 0; round < 20; round += 1) {
    const approval = await open(round, { needs: { kind: 'people', count: 2, role: 'lead' } });
    const before = house.messenger.whispers.length;

    await pressAll(clicksOn(approval));

    const { decisions } = await house.approval(approval.id);
    expect(new Set(decisions.map(({ by }) => by)).size).toBe(2);
    expect(decisions.some(({ role }) => role === 'lead')).toBe(true);
    expect(house.messenger.whispers.length - before).toBe(CLICKS - 2);
  }
}, 60_000);

describe('given a request that one approves and another rejects in the same tick', () => {
  test.each(['the click first', 'the form first'])(
    'when %s, then there is one outcome, and who lost is told',
    async (order) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const approval = await open(round);
        const before = house.messenger.whispers.length;
        const press = () => house.process.handlers.click(house.clickJob('UPRIYA', approval, 'approve'), 1);
        const reject = () =>
          house.process.desk.submit({
            approval: approval.id,
            version: 1,
            team: sam.team,
            user: UserId.parse('ULEA'),
            entry: { kind: 'reject', reason: 'other', note: 'no', said: 'Sorry, no.', takesOver: false },
          });

        const isFormFirst = order === 'the form first';
        const early = isFormFirst ? reject() : undefined;
        const pressed = press();
        const form = await (early ?? reject());
        await pressed;

        const wasRejected = form.ok;
        const outcomes = eventsOf(approval).filter(({ event }) => event === 'approved' || event === 'rejected');
        expect(outcomes).toEqual([
          wasRejected ? { event: 'rejected', actor: 'person_lea' } : { event: 'approved', actor: 'person_priya' },
        ]);
        expect(house.messenger.whispers.length - before).toBe(wasRejected ? 1 : 0);
      }
    },
    60_000,
  );
});
