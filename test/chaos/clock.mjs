// Loaded before the bot: its machine's clock is off by what stands in a file, which somebody may change at any time.
import { readFileSync } from 'node:fs';

const file = process.env['CHAOS_CLOCK'];
if (file !== undefined) {
  const real = Date.now.bind(Date);
  const read = () => Number(readFileSync(file, 'utf8'));
  let skew = read();
  Date.now = () => real() + skew;
  setInterval(() => {
    skew = read();
  }, 50).unref();
}
