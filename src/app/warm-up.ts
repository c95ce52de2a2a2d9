import { z } from 'zod';

/** Node tells what it loaded of its own; its types do not know of that. */
const Loaded = z.object({ moduleLoadList: z.array(z.string()) });

/**
 * The first process on a machine strips types anyway: what is else loaded when it is needed is loaded now, so that it stands
 * in the compile cache. A later process would hold the stripper, a fifth of its memory, for the first form that is opened.
 */
export async function warmUp(): Promise<void> {
  if (!isStripping()) return;
  await Promise.all([
    import('../agent/compact.ts'),
    import('../agent/follow-up.ts'),
    import('../agent/note-edit.ts'),
    import('../approvals/command/command-desk.ts'),
    import('../approvals/decide/reopen-approval.ts'),
    import('../approvals/desk/desk.ts'),
    import('../approvals/execute/compensate.ts'),
    import('../approvals/execute/meet-deadline.ts'),
    import('../approvals/execute/reconcile.ts'),
    import('../approvals/execute/undo-execution.ts'),
    import('../approvals/home/home-desk.ts'),
    import('../approvals/intake/intake-desk.ts'),
    import('../approvals/open/withdraw-deleted.ts'),
    import('../slack/blocks/command-answer.ts'),
    import('../slack/blocks/forms/form-view.ts'),
    import('../slack/blocks/home/home-view.ts'),
    import('../slack/drafts.ts'),
    import('../slack/find-draft.ts'),
    import('../slack/intake-press.ts'),
    import('../slack/read-file.ts'),
    import('../slack/render.ts'),
    import('../slack/sent-intake.ts'),
    import('../slack/serve-intake.ts'),
    import('../slack/serve-submission.ts'),
  ]);
}

/** False when everything came out of the compile cache, or when nobody can tell. */
function isStripping(): boolean {
  const loaded = Loaded.safeParse(process);
  return loaded.success && loaded.data.moduleLoadList.some((name) => name.includes('amaro'));
}
