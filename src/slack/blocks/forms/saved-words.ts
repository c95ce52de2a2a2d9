import type { Approval } from '../../../domain/approval.ts';
import type { Entry } from '../../../ports/desk.ts';
import { phrase } from '../phrases.ts';

/** To the colleague who sent a form in from Home: what was saved. Markup. `approval` as it stands then. */
export function savedWords(entry: Entry, approval: Approval): string {
  const effect = `*${phrase(approval.proposal.words.effect)}*`;
  switch (entry.kind) {
    case 'approve':
      return approvedWords(approval, effect);
    case 'edit':
      return `Saved as ${effect}. Somebody else has to approve it, because you changed it.`;
    case 'reject':
      return `You rejected ${effect}. Nothing was done, and the person is told.`;
    case 'ask':
      return `Your question about ${effect} is on its way. The clock is paused until it is answered.`;
    case 'settle':
      return `Noted what you found out about ${effect}.`;
  }
}

function approvedWords(approval: Approval, effect: string): string {
  const what = approval.bundle ? 'what stands on this card' : effect;
  if (approval.status === 'pending')
    return `Your approval of ${what} is saved. A second colleague has to approve it too.`;
  if (approval.status === 'approved' && approval.held)
    return `You approved ${what}. It waits: nothing is carried out at the moment.`;
  return `You approved ${what}. The card and the conversation show what becomes of it.`;
}
