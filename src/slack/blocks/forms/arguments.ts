import { createHash } from 'node:crypto';
import type { Approval } from '../../../domain/approval.ts';
import { canonical } from '../../../domain/json.ts';
import { section } from '../block-kit.ts';
import { showJson } from '../text.ts';
import { preformatted } from './form-kit.ts';
import type { FormBlock } from './form-kit.ts';
import { pieces } from '../pack.ts';

/** Exactly what is approved and sent, and by what it is known there. */
export function argumentBlocks({ proposal, id, edition, version }: Approval): readonly FormBlock[] {
  const json = canonical(proposal.input);
  const known = [
    `*Digest* sha256 ${createHash('sha256').update(json).digest('hex')}`,
    `*Idempotency key* ${id}`,
    `*Version* ${edition} of this request, ${version} in the ledger`,
    ...(proposal.version === undefined ? [] : [`*Version of the record* ${proposal.version}`]),
  ];
  const shown = showJson(json);
  const parts = pieces(shown);
  const isCut = parts.join('').length < shown.length;
  return [
    section('*Arguments*'),
    ...parts.map(preformatted),
    ...(isCut ? [section('! They go on: only their beginning fits here.')] : []),
    section(known.join('\n')),
  ];
}
