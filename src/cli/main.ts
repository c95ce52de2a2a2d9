import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** As for the bot: what is set in the environment already stays. */
const SETTINGS = '.env';
if (existsSync(SETTINGS)) process.loadEnvFile(SETTINGS);

const terminal: Terminal = {
  environment: process.env,
  print: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  complain: (line) => console.error(line),
};

// Whoever reads the output may have read enough: `… | head`.
process.stdout.on('error', () => process.exit(EXIT.well));
try {
  process.exitCode = await runCommand(process.argv.slice(2), terminal);
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  terminal.complain(error.message);
  process.exitCode = EXIT.unusable;
}
