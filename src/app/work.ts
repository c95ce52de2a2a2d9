import { answerAtLast } from '../agent/answer-at-last.ts';
import { followUp } from '../agent/follow-up.ts';
import { commandDesk } from '../approvals/command/command-desk.ts';
import { desk } from '../approvals/desk/desk.ts';
import { approvalHandlers } from '../approvals/handlers.ts';
import { homeDesk } from '../approvals/home/home-desk.ts';
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
    actions: box.actions,
    findTool: box.find,
    toolsFor: box.toolsFor,
    isAction: (name: string) => box.actions.has(name),
  };
}

export const handlersOf = (work: Work): Handlers => ({
  message: (job, attempt) => answerAtLast(work, job, attempt),
  'follow-up': (job) => followUp(work, job),
  ...approvalHandlers(work),
});

/** What answers people while Slack waits. */
export const desksOf = (work: Work) => ({ desk: desk(work), home: homeDesk(work), commands: commandDesk(work) });
