// What the bot costs, on one machine in one run: turns beside a bare bot, or, with `--pending 10000`, clicks on cards
// while that many requests wait. `--short` measures less.
import { parseArgs } from 'node:util';
import { benchPending } from './pending.ts';
import { benchTurns } from './turns.ts';

const { values } = parseArgs({ options: { short: { type: 'boolean' }, pending: { type: 'string' } } });
if (values.pending === undefined) await benchTurns({ turns: values.short ? 60 : 200 });
else await benchPending({ pending: values.short ? 1_000 : Number(values.pending), clicks: values.short ? 50 : 200 });
process.exit(0);
