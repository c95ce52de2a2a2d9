import type { App } from '@slack/bolt';
import { Unavailable } from '../domain/errors.ts';
import type { CommandDesk, SlashCommand } from '../ports/commands.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { TOO_SLOW, within } from '../ports/within.ts';
import type { Drawn } from './blocks/block-kit.ts';
import { errorText } from './error-text.ts';
import type { LinkTo } from './explain.ts';
import { DESK_PATIENCE } from './on-form.ts';
import { sorryFor } from './sorry.ts';
import { COMMAND, readTyped } from './typed-command.ts';
import type { Typed } from './typed-command.ts';
import type { Respond } from './whisper.ts';

export interface CommandDeps {
  commands: CommandDesk;
  messenger: Pick<Messenger, 'whisper'>;
  respond: Respond;
  /** The address of a message, for people to follow. */
  linkTo: LinkTo;
  log: Log;
  /** Absent `appId`: commands are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

const WENT_WRONG = 'Something went wrong on my side. Please try again in a moment.';

/** `/support …` is answered to the one who typed it: with the acknowledgement, or behind it where that would be too late. */
export function listenForCommands(deps: CommandDeps, app: App): void {
  app.command(COMMAND, ({ ack, body }) =>
    take(deps, body, (drawn) => (drawn ? ack({ ...asContent(drawn), response_type: 'ephemeral' }) : ack())),
  );
}

type Acknowledge = (drawn?: Drawn) => Promise<void>;

async function take(deps: CommandDeps, body: unknown, acknowledge: Acknowledge): Promise<void> {
  const typed = readTyped(body, deps.self.appId);
  if (typed.kind === 'typed') return serve(deps, typed, acknowledge);
  deps.log.warn({ reason: typed.kind }, 'a command was typed that is none of ours; dropped');
  return acknowledge();
}

async function serve(
  deps: CommandDeps,
  typed: Extract<Typed, { kind: 'typed' }>,
  acknowledge: Acknowledge,
): Promise<void> {
  const drawing = draw(deps, typed.command);
  const drawn = await within(deps.patience ?? DESK_PATIENCE, drawing);
  if (drawn !== TOO_SLOW) return acknowledge(drawn);
  await acknowledge();
  return tell(deps, typed, await drawing);
}

/** An error is told here: whoever handles it later cannot answer a command. */
async function draw({ commands, linkTo, log }: CommandDeps, command: SlashCommand): Promise<Drawn> {
  const { drawAnswer, inWords } = await import('./blocks/command-answer.ts');
  try {
    return drawAnswer(await commands.answer(command), linkTo);
  } catch (error) {
    log.error({ error: errorText(error) }, 'a command could not be served');
    return inWords(error instanceof Unavailable ? sorryFor(error, command.user) : WENT_WRONG);
  }
}

async function tell(
  { respond, messenger }: CommandDeps,
  { command, responseUrl }: Extract<Typed, { kind: 'typed' }>,
  drawn: Drawn,
): Promise<void> {
  if (await respond(responseUrl, asContent(drawn))) return;
  await messenger.whisper({ channel: command.channel, user: command.user }, drawn.text);
}

const asContent = ({ text, blocks }: Drawn) => ({ text, blocks: [...blocks] });
