import type { Approval } from '../../domain/approval.ts';
import { stepOf } from '../../domain/fingerprint.ts';
import type { Instant } from '../../domain/time.ts';
import { note } from './change-statements.ts';
import type { Statement } from './driver.ts';

/** Its row of the ledger is another one from here on, although no step was taken: the audit must know that. */
export const noteErased = (erased: Approval, at: Instant): Statement =>
  note({
    at,
    event: 'erased',
    actor: 'deskhand',
    approval: erased.id,
    conversation: erased.conversation,
    detail: stepOf(erased),
  });
