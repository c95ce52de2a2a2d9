import { setTimeout as pause } from 'node:timers/promises';

/** What the probe answers as soon as that is neither undefined nor false; throws after `patience` milliseconds. */
export async function until<Value>(
  probe: () => Value | undefined | false | Promise<Value | undefined | false>,
  what: string,
  patience = 10_000,
): Promise<Value> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for ${what}`);
    await pause(10);
  }
}
