import { EXIT, Unusable } from './terminal.ts';
import type { Command, Exit, Terminal } from './terminal.ts';
import { USAGE } from './usage.ts';
import type { CommandName } from './usage.ts';

const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  audit: async () => (await import('./audit.ts')).audit,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  erase: async () => (await import('./erase.ts')).erase,
};

/** The command's name, then what is typed behind it. Throws `Unusable`. */
export async function runCommand([name, ...args]: readonly string[], terminal: Terminal): Promise<Exit> {
  if (name === undefined) throw new Unusable(EVERYTHING);
  if (isHelp(name)) return tell(terminal, EVERYTHING);
  if (!isCommand(name)) throw new Unusable(`There is no command ${name}. ${EVERYTHING}`);
  if (args.some(isHelp)) return tell(terminal, `Type:\n${USAGE[name]}`);
  const command = await COMMANDS[name]();
  return command(args, terminal);
}

const EVERYTHING = `Type one of these:\n${Object.values(USAGE).join('\n')}`;

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

async function tell(terminal: Terminal, text: string): Promise<Exit> {
  await terminal.print(`${text}\n`);
  return EXIT.well;
}
