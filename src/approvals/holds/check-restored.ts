import { OPEN_STATUSES } from '../../domain/approval.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { tellColleagues } from '../../domain/say.ts';
import { SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Log } from '../../ports/log.ts';
import { DESKHAND } from '../report/audit-row.ts';
import { inPortions } from '../sweep-approvals.ts';
import { askCompany } from './ask-company.ts';
import type { AskDeps } from './ask-company.ts';
import { releaseHeld } from './release-held.ts';

export interface CheckDeps extends AskDeps {
  log: Log;
}

/** How much of an earlier copy was asked about since this start. */
export interface Inquiry extends CheckDeps {
  /** Of these it is known what became of them. */
  settled: Set<ApprovalId>;
  recovered: Set<ApprovalId>;
  /** `isOver`: the hold is lifted, nothing else can be unknown. */
  progress: { isBusy: boolean; isOver: boolean; notBefore: Instant };
}

/** How many are asked about at a time. */
const PORTION = 20;
const TRY_AGAIN_AFTER = 10 * SECOND;

export const openInquiry = (deps: CheckDeps): Inquiry => ({
  ...deps,
  settled: new Set(),
  recovered: new Set(),
  progress: { isBusy: false, isOver: false, notBefore: 0 },
});

export async function askOnce(inquiry: Inquiry, id: ApprovalId): Promise<void> {
  if (inquiry.settled.has(id)) return;
  if ((await askCompany(inquiry, id)) === 'recovered') inquiry.recovered.add(id);
  inquiry.settled.add(id);
}

/** For a timer: asks about everything open, then lifts the hold. While the company cannot be asked it is tried again and again. */
export function checker(inquiry: Inquiry): () => Promise<void> {
  const { store, now, log, progress } = inquiry;
  const next = inPortions(store, { statuses: OPEN_STATUSES, size: PORTION }, ({ id }) => askOnce(inquiry, id));
  const askAll = async (): Promise<void> => {
    while (await next());
    await lift(inquiry);
    progress.isOver = true;
  };
  return async () => {
    if (progress.isBusy || progress.isOver || now() < progress.notBefore) return;
    progress.isBusy = true;
    try {
      await askAll();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      log.warn({ system: error.system }, 'still in quarantine: what became of what is open cannot be asked');
      progress.notBefore = now() + TRY_AGAIN_AFTER;
    } finally {
      progress.isBusy = false;
    }
  };
}

async function lift({ settled, recovered, ...deps }: Inquiry): Promise<void> {
  const at = deps.now();
  const detail = { asked: settled.size, recovered: recovered.size };
  deps.crashPoint('restore:before-commit');
  await deps.store.commit({
    holds: [{ lift: 'restored' }],
    outgoing: [tellColleagues({ kind: 'reconciled', recovered: recovered.size, at })],
    audit: [{ at, event: 'reconciled', ...DESKHAND, detail }],
  });
  deps.crashPoint('restore:after-commit');
  deps.log.info(detail, 'out of quarantine: everything open was checked');
  await releaseHeld(deps);
}
