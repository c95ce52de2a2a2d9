import type { Unknown } from '../../domain/approval.ts';
import { cardOf } from '../../domain/ledger.ts';
import { callPerson, drawCard, reply } from '../../domain/say.ts';
import { askPerson } from '../../domain/testimony.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Store } from '../../ports/store.ts';
import { personNoteOf } from '../report/outcome-notes.ts';
import { reportToPerson } from '../report/outcome-words.ts';
import { DESKHAND, auditOf, doneBy } from '../report/audit-row.ts';
import { handOff } from '../report/report-outcome.ts';

interface AskDeps {
  store: Store;
  now: () => Instant;
  newId: () => string;
  crashPoint: CrashPoint;
}

/** The company cannot tell what became of it: from here on a person settles it, and everybody knows that. */
export async function askAPerson({ store, now, newId, crashPoint }: AskDeps, approval: Unknown): Promise<void> {
  const at = now();
  const to = askPerson(approval, at);
  const { said, wants } = reportToPerson(to);
  crashPoint('ask-person:before-commit');
  await store.commit({
    append: { conversation: to.conversation, items: [personNoteOf(to, at)] },
    approvals: [{ to, from: approval.version }],
    outgoing: [
      drawCard(newId, cardOf(to)),
      ...reply(newId, to.conversation, said),
      callPerson(newId, to.conversation, handOff([to], { wants })),
    ],
    audit: [doneBy(auditOf(to, at), 'person-asked', DESKHAND)],
  });
  crashPoint('ask-person:after-commit');
}
