import type { Executed, Pending } from '../../domain/approval.ts';
import type { Item } from '../../domain/conversation.ts';
import { cardOf } from '../../domain/ledger.ts';
import { callPerson, drawCard, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Change } from '../../ports/store.ts';
import type { Broken } from '../bundle-order.ts';
import { subjectOf } from '../report/outcome-words.ts';
import { DESKHAND, auditOf, doneBy } from '../report/audit-row.ts';
import { handOff } from '../report/report-outcome.ts';
import { noteOn } from '../report/note-on.ts';

/** A step that was done, and the request to take it back, or why it cannot be asked for. */
export interface TakeBack {
  done: Executed;
  request?: Pending;
  why?: string;
}

/** The requests are opened, drawn and told; what cannot be asked for is for a person. */
export function takeBackChange(
  newId: () => string,
  { broken, steps, at }: { broken: Broken; steps: readonly TakeBack[]; at: Instant },
): Change {
  const { conversation } = broken;
  const requests = steps.flatMap(({ request }) => request ?? []);
  const left = steps.filter(({ request }) => !request);
  return {
    append: { conversation, items: steps.flatMap((step) => noteOf(step, at)) },
    approvals: requests.map((to) => ({ to })),
    outgoing: [
      ...requests.map((request) => drawCard(newId, cardOf(request))),
      ...reply(newId, conversation, sentence(broken, steps)),
      ...(left.length === 0
        ? []
        : [callPerson(newId, conversation, handOff([broken], { wants: wantsOf(broken, left) }))]),
    ],
    audit: requests.map((request) => doneBy(auditOf(request, at), request.status, DESKHAND)),
  };
}

function sentence(broken: Broken, steps: readonly TakeBack[]): string {
  const asked = steps.filter(({ request }) => request).map(({ done }) => done);
  if (asked.length === 0) return '';
  return `Because ${broken.proposal.words.subject} was not done, I've asked my colleagues whether to take back ${subjectOf(asked)}.`;
}

/** Without the id of what it takes back, whose own last note stays the one about its outcome. */
const noteOf = ({ done, request }: TakeBack, at: Instant): Item[] =>
  request
    ? [
        noteOn(
          request,
          `Request ${request.id} (${request.proposal.words.effect}) was opened to take back “${done.proposal.words.done}”. It waits for a decision and nothing has changed yet; do not ask for it again. The person has been told.`,
          at,
        ),
      ]
    : [];

function wantsOf({ proposal, bundle }: Broken, left: readonly TakeBack[]): string {
  const each = left.map(
    ({ done, why = '' }) =>
      `Step ${done.bundle?.step ?? 1} (${done.proposal.words.done}) could not be offered to be taken back: ${why}`,
  );
  return `Step ${bundle?.step ?? 1} (${proposal.words.effect}) was not done. ${each.join(' ')}`;
}
