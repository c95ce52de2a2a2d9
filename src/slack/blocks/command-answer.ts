import type { CommandAnswer, CommandRefusal, TicketShown } from '../../ports/commands.ts';
import type { LinkTo } from '../explain.ts';
import { context, plainSection, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { listBlocks, listLead } from './command-list.ts';
import { holdBanner } from './home/hold-banner.ts';
import { NAME_TEXT, PHRASE_TEXT } from './limits.ts';
import { plainSections } from './pack.ts';
import { dayAndClock, mention, withoutDates } from './slack-tokens.ts';
import { mrkdwn, plain } from './text.ts';

/** What somebody who typed `/support …` reads, and nobody else. */
export function drawAnswer(answer: CommandAnswer, linkTo: LinkTo): Drawn {
  switch (answer.kind) {
    case 'help':
      return help(answer);
    case 'approvals':
      return under(listLead(answer), listBlocks(answer, linkTo));
    case 'ticket':
      return ticket(answer.ticket);
    case 'which-ticket':
      return inWords('Which ticket? For example `/support ticket TKT_001`.');
    case 'no-ticket':
      return inWords(`I can't find a ticket ${mrkdwn(answer.asked, NAME_TEXT)}.`);
    case 'paused':
      return inWords(pausedWords(answer));
    case 'resumed':
      return under(RESUMED, holdBanner(answer.others, 'admin'));
    case 'not-paused':
      return under('Executions are not paused. Nothing was changed.', holdBanner(answer.others, 'admin'));
    case 'repeated':
      return under('That was done before; nothing was changed now.', holdBanner(answer.holds));
    case 'refused':
      return inWords(REFUSALS[answer.why]);
  }
}

/** `markup` is ready for Slack. */
export const inWords = (markup: string): Drawn => under(markup, []);

const under = (lead: string, blocks: readonly Block[]): Drawn => ({
  text: withoutDates(lead),
  blocks: [section(lead), ...blocks],
});

const RESUMED = '*Executions go on.* What waits is carried out now, once its facts were checked again.';

const REFUSALS: Record<CommandRefusal, string> = {
  'not-staff': 'Only the support team can see what waits for a decision.',
  'not-admin': 'Only an admin can pause or resume executions. Nothing was changed.',
  external: 'Only members of this workspace can use this command. Mention me to ask about our help articles.',
  'role-unknown': 'Could not check your role — nothing changed, try again.',
};

function pausedWords({ hold, already }: Extract<CommandAnswer, { kind: 'paused' }>): string {
  const since = already ? `Executions were paused already, by ${mention(hold.slackUser)} ${dayAndClock(hold.at)}.` : '';
  const now = `*Executions have been paused* since ${dayAndClock(hold.at)}.`;
  return `${since || now} Nothing that is approved is carried out until an admin types \`/support resume\`. People can still decide.`;
}

/** What was typed is shown character by character. */
function help({ staff, admin, typed }: Extract<CommandAnswer, { kind: 'help' }>): Drawn {
  const lines = [
    ...(staff ? ['• `/support approvals` – what waits for a decision, soonest first'] : []),
    `• \`/support ticket TKT_…\` – ${staff ? 'a ticket with its notes' : 'one of your tickets'}`,
    ...(admin ? ['• `/support pause executions` – at once, nothing that is approved is carried out any more'] : []),
    ...(admin ? ['• `/support resume` – carries on with what was approved'] : []),
  ];
  const known = section(['*You can type*', ...lines].join('\n'));
  const ask = context(
    'The menu of a message has “Open a ticket from this message”. For anything else, write to me directly, or mention me in a channel.',
  );
  if (typed === undefined) return { text: 'What you can type behind /support', blocks: [known, ask] };
  return {
    text: `I don't know “${mrkdwn(typed, NAME_TEXT)}”.`,
    blocks: [plainSection(plain(`I don't know “${plain(typed, NAME_TEXT)}”.`, PHRASE_TEXT)), known, ask],
  };
}

const NOTES_SHOWN = 5;
const NOTE_TEXT = 1_000;

function ticket({ id, subject, status, priority, forStaff }: TicketShown): Drawn {
  const state = `${mrkdwn(status, NAME_TEXT)} · ${mrkdwn(priority, NAME_TEXT)} priority`;
  const customer = forStaff ? ` · customer ${mrkdwn(forStaff.customer, NAME_TEXT)}` : '';
  const name = mrkdwn(id, NAME_TEXT);
  return {
    text: `${name}: ${state}`,
    blocks: [
      section(`*${name}* · ${state}${customer}`),
      plainSection(plain(subject, PHRASE_TEXT)),
      ...(forStaff ? noteBlocks(forStaff.notes) : []),
    ],
  };
}

/** The latest of them, in the order in which they were written. */
function noteBlocks(notes: readonly string[]): readonly Block[] {
  const earlier = notes.length - NOTES_SHOWN;
  const lead = earlier > 0 ? `*Notes*, the latest ${NOTES_SHOWN} of ${notes.length}` : '*Notes*';
  if (notes.length === 0) return [context('No notes.')];
  return [section(lead), ...plainSections(notes.slice(-NOTES_SHOWN).map((note) => `– ${plain(note, NOTE_TEXT)}`))];
}
