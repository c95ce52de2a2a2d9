import type { CommandDesk } from '../ports/commands.ts';
import type { Desk } from '../ports/desk.ts';
import type { HomeDesk } from '../ports/home.ts';
import type { IntakeDesk } from '../ports/intake.ts';
import { lazily } from './lazily.ts';
import type { Work } from './work.ts';

/** What answers people while Slack waits. Each is loaded when somebody first needs it: idle, it would be memory for nothing. */
export const desksOf = (work: Work) => ({
  desk: formsOf(work),
  home: homeOf(work),
  commands: commandsOf(work),
  intake: intakeOf(work),
});

function formsOf(work: Work): Desk {
  const desk = lazily(async () => (await import('../approvals/desk/desk.ts')).desk(work));
  return {
    open: async (press) => (await desk()).open(press),
    submit: async (submission) => (await desk()).submit(submission),
  };
}

function homeOf(work: Work): HomeDesk {
  const desk = lazily(async () => (await import('../approvals/home/home-desk.ts')).homeDesk(work));
  return {
    open: async (visitor, wish) => (await desk()).open(visitor, wish),
    callPerson: async (visitor, press) => (await desk()).callPerson(visitor, press),
  };
}

function commandsOf(work: Work): CommandDesk {
  const desk = lazily(async () => (await import('../approvals/command/command-desk.ts')).commandDesk(work));
  return { answer: async (command) => (await desk()).answer(command) };
}

function intakeOf(work: Work): IntakeDesk {
  const desk = lazily(async () => (await import('../approvals/intake/intake-desk.ts')).intakeDesk(work));
  return {
    begin: async (from, source) => (await desk()).begin(from, source),
    submit: async (from, entry) => (await desk()).submit(from, entry),
  };
}
