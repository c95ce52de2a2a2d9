// What the bot costs, on one machine in one run: turns beside a bare bot, or, with `--pending 10000`, clicks on cards
// while that many requests wait, or, with `--home`, Home while 10,000 wait, or, with `--audit`, how fast the audit is
// verified, or, with `--realistic`, how long people wait where everything takes its time, or, with `--long`, what turns of a
// long thread cost. `--short` measures less.
import { parseArgs } from 'node:util';
import { benchAudit } from './audit.ts';
import { benchHome } from './home.ts';
import { benchLongThread } from './long-thread.ts';
import { benchPending } from './pending.ts';
import { benchRealistic } from './realistic.ts';
import { benchTurns } from './turns.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    pending: { type: 'string' },
    home: { type: 'boolean' },
    audit: { type: 'boolean' },
    realistic: { type: 'boolean' },
    long: { type: 'boolean' },
  },
});
if (values.audit) process.exit((await benchAudit(values.short ? 50_000 : 500_000)) ? 0 : 1);
if (values.realistic) await benchRealistic({ turns: values.short ? 4 : 16 });
else if (values.long) await benchLongThread({ turns: values.short ? 60 : 300 });
else if (values.home) await benchHome({ pending: values.short ? 1_000 : 10_000, opens: values.short ? 20 : 100 });
else if (values.pending === undefined) await benchTurns({ turns: values.short ? 60 : 200 });
else await benchPending({ pending: values.short ? 1_000 : Number(values.pending), clicks: values.short ? 50 : 200 });
process.exit(0);
