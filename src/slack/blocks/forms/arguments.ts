import { createHash } from 'node:crypto';
import type { Approval } from '../../../domain/approval.ts';
import { canonical } from '../../../domain/json.ts';
import type { Json } from '../../../domain/json.ts';
import { formatMoney } from '../../../domain/money.ts';
import { section } from '../block-kit.ts';
import { NAME_TEXT } from '../limits.ts';
import { dayAndClock } from '../slack-tokens.ts';
import { mrkdwn, showJson } from '../text.ts';
import { preformatted } from './form-kit.ts';
import type { FormBlock } from './form-kit.ts';
import { pieces } from '../pack.ts';

/** Exactly what is approved and sent, and by what it is known there; of an erased request only the latter. */
export function argumentBlocks(approval: Approval): readonly FormBlock[] {
  const { proposal, erasedAt } = approval;
  if (erasedAt === undefined) return [section('*Arguments*'), ...inputBlocks(proposal.input), knownBlock(approval)];
  const sum = proposal.cost && `*Sum* ${mrkdwn(formatMoney(proposal.cost), NAME_TEXT)}`;
  const words = ['*Arguments*', `They were erased ${dayAndClock(erasedAt)}.`, ...(sum === undefined ? [] : [sum])];
  return [section(words.join('\n')), knownBlock(approval)];
}

function inputBlocks(input: Json): readonly FormBlock[] {
  const shown = showJson(canonical(input));
  const parts = pieces(shown);
  const isCut = parts.join('').length < shown.length;
  return [...parts.map(preformatted), ...(isCut ? [section('! They go on: only their beginning fits here.')] : [])];
}

function knownBlock({ proposal, id, edition, version, erasedAt }: Approval): FormBlock {
  const digest = createHash('sha256').update(canonical(proposal.input)).digest('hex');
  const known = [
    ...(erasedAt === undefined ? [`*Digest* sha256 ${digest}`] : []),
    `*Idempotency key* ${id}`,
    `*Version* ${edition} of this request, ${version} in the ledger`,
    ...(proposal.version === undefined ? [] : [`*Version of the record* ${proposal.version}`]),
  ];
  return section(known.join('\n'));
}
