import { isOfDatabase } from '../adapters/sql/storage-fault.ts';
import { exportAudit, exportWish } from './export-audit.ts';
import { openAudit } from './open-audit.ts';
import type { OpenedAudit } from './open-audit.ts';
import { showRequest } from './show-request.ts';
import { EXIT, Unusable } from './terminal.ts';
import type { Command, Exit, Terminal } from './terminal.ts';
import { damageWords, tellVerified } from './tell-verified.ts';
import { typed } from './typed.ts';
import { USAGE } from './usage.ts';

const HOW_TO = `Type one of these:\n${USAGE.audit}`;

/** What a command tells when it has read everything. */
export interface Told {
  exit: Exit;
  text: string;
}

/** Reads the audit of DATA_DIR and changes nothing, whether the bot runs or not. */
export const audit: Command = async (args, terminal) => {
  const work = workIn(args, terminal);
  // Read as if nobody wrote in it, while a bot was started on it: what was read may be wrong.
  const told = (await once(work, terminal)) ?? (await once(work, terminal)) ?? UNQUIET;
  if (told === DAMAGED || told === UNQUIET) terminal.complain(told.text);
  else await terminal.print(told.text);
  return told.exit;
};

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  verbose: { type: 'boolean' },
} as const;

type Work = (opened: OpenedAudit) => Told | Promise<Told>;

/** What was typed, as what is to be done. */
function workIn(args: readonly string[], terminal: Terminal): Work {
  const { values, positionals } = typed(args, OPTIONS, HOW_TO);
  const { verbose, ...wish } = values;
  const [name, id, ...more] = positionals;
  if (more.length > 0) throw new Unusable(HOW_TO);
  const isBare = Object.keys(wish).length === 0;
  if (name === 'show' && id !== undefined && isBare) return showRequest(id, { isVerbose: verbose === true });
  if (id !== undefined || verbose === true) throw new Unusable(HOW_TO);
  if (name === 'verify' && isBare) return tellVerified;
  if (name === 'export') return exportAudit(exportWish(wish), terminal);
  throw new Unusable(HOW_TO);
}

async function once(work: Work, { environment }: Terminal): Promise<Told | undefined> {
  let opened: OpenedAudit | undefined; // to be closed whatever happens
  try {
    opened = openAudit(environment);
    const told = await work(opened);
    return told.exit === EXIT.well || opened.file.wasAtRest() ? told : undefined;
  } catch (error) {
    if (opened?.file.wasAtRest() === false) return undefined;
    if (!isOfDatabase(error)) throw error;
    return DAMAGED;
  } finally {
    opened?.file.close();
  }
}

const UNQUIET: Told = { exit: EXIT.wrong, text: 'A bot was started on the database meanwhile. Please try once more.' };
const DAMAGED: Told = { exit: EXIT.wrong, text: damageWords() };
