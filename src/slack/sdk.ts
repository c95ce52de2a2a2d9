// The package's root also loads Express, AWS Lambda's receiver and all that these need, for nothing; here are the parts in use.
import { createRequire } from 'node:module';
import type * as bolt from '@slack/bolt';
import { z } from 'zod';

const load = createRequire(import.meta.url);
const Exports = <Class>() => z.object({ default: z.custom<Class>((value) => typeof value === 'function') });

export const App = Exports<typeof bolt.App>().parse(load('@slack/bolt/dist/App.js')).default;
export type App = bolt.App;
export const SocketModeReceiver = Exports<typeof bolt.SocketModeReceiver>().parse(
  load('@slack/bolt/dist/receivers/SocketModeReceiver.js'),
).default;
export { LogLevel } from '@slack/bolt/dist/App.js';
export { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request.js';
export * as webApi from '@slack/web-api';
