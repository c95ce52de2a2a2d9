import { ANCHORS_FILE, readAnchors } from '../adapters/sql/audit-anchors.ts';
import { damageIn } from '../adapters/sql/audit-damage.ts';
import { verifyAudit } from '../adapters/sql/audit-verify.ts';
import type { Fault, Verified } from '../adapters/sql/audit-verify.ts';
import type { Anchor } from '../ports/audit.ts';
import type { Told } from './audit.ts';
import type { OpenedAudit } from './open-audit.ts';
import { EXIT } from './terminal.ts';
import { counted, moment } from './words.ts';

/** Faults beyond these are counted only. */
const TOLD = 10;

/** Whether the audit is whole, or where it is not. */
export function tellVerified({ folder, file }: OpenedAudit): Told {
  const damage = damageIn(file);
  if (damage) return { exit: EXIT.wrong, text: `${damageWords(damage)}\n` };
  const read = readAnchors(folder);
  const verified = verifyAudit(file, read);
  const { faults } = verified;
  if (faults.length === 0)
    return {
      exit: EXIT.well,
      text: `${wholeIn(verified, read?.anchors.filter((anchor) => anchor.restored) ?? []).join('\n')}\n`,
    };
  const more = faults.length > TOLD ? [`… and ${faults.length - TOLD} more.`] : [];
  return { exit: EXIT.wrong, text: [...faults.slice(0, TOLD).map(sentence), ...more, ''].join('\n') };
}

/** `places`: where, as far as that is known. */
export function damageWords(places: readonly string[] = []): string {
  const where = places.length === 0 ? '' : ` (${places.join(', ')})`;
  return `deskhand.db is damaged: it is not what Deskhand wrote${where}. Stop the bot, keep a copy of the folder, and restore a backup: npm run restore.`;
}

function wholeIn({ rows, head, at, requests, anchors }: Verified, restored: readonly Anchor[]): string[] {
  const until = at === undefined ? '' : `, the last of ${moment(at)}`;
  return [
    `The audit is whole: ${counted(rows, 'row')}${until}.`,
    `Its head is row ${head.seq}, ${head.hash || 'no hash yet'}.`,
    `The ledger agrees with it: ${counted(requests, 'request')}.`,
    anchors === undefined
      ? `There is no ${ANCHORS_FILE} beside it, so rows that were cut off at its end would not be missed.`
      : `So ${anchors === 1 ? 'does' : 'do'} ${counted(anchors, 'anchor')}.`,
    ...restored.map(({ at: when, seq }) => `An earlier copy was put in place on ${moment(when)}, at row ${seq}.`),
  ];
}

function sentence({ seq, at, what }: Fault): string {
  if (seq === undefined) return `${what}.`;
  return `Row ${seq}${at === undefined ? '' : ` (${time(at)})`} ${what}.`;
}

/** A changed row may hold any number. */
function time(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? `at ${at}` : date.toISOString();
}
