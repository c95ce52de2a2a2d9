import { answerAtLast } from '../agent/answer-at-last.ts';
import { openPace } from '../agent/pace.ts';
import { stopTurn } from '../agent/stop-turn.ts';
import { approvalHandlers } from '../approvals/handlers.ts';
import type { Handlers } from '../ports/engine.ts';
import { escape } from '../slack/blocks/text.ts';
import type { House } from './furnish.ts';

export type Work = ReturnType<typeof workOf>;

/** What the use cases need, each of them less. */
export function workOf(house: House) {
  const { box, slack, settings } = house;
  return {
    ...house,
    messenger: slack.messenger,
    directory: slack.directory,
    deliver: (lane: string) => house.deliver.lane(lane),
    policy: settings.policy,
    decideWithin: settings.decideWithin,
    ...(settings.businessHours && { hours: settings.businessHours }),
    explain: slack.explain,
    asMarkup: escape,
    pace: openPace(settings.limits.turnsPerMinute),
    limits: settings.limits,
    gatherFor: settings.gatherFor,
    actions: box.actions,
    findTool: box.find,
    toolsFor: box.toolsFor,
    isAction: (name: string) => box.actions.has(name),
  };
}

/** What most messages do not need is loaded with the first that does. */
export const handlersOf = (work: Work): Handlers => ({
  message: (job, attempt) => answerAtLast(work, job, attempt),
  edit: async (job) => (await import('../agent/note-edit.ts')).noteEdit(work, job),
  stop: (job) => stopTurn(work, job),
  'follow-up': async (job) => (await import('../agent/follow-up.ts')).followUp(work, job),
  ...approvalHandlers(work),
});
