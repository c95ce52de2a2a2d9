import { isRecord } from './json.ts';
import type { UiEvent, Workspace } from './protocol.ts';

export interface FeedDeps {
  load: () => Promise<Workspace>;
  onWorkspace: (workspace: Workspace) => void;
  onEvent: (event: UiEvent) => void;
  onLost: () => void;
}

const TYPES: readonly unknown[] = [
  'message',
  'message_changed',
  'message_deleted',
  'ephemeral',
  'view_opened',
  'view_updated',
  'view_closed',
  'status',
  'home',
  'session',
  'prompts',
  'log',
] satisfies UiEvent['type'][];

/** Every (re)connection starts from a snapshot; events that arrive while it is on its way are applied after it. */
export function followWorkspace(deps: FeedDeps): void {
  const source = new EventSource('/ui/events');
  let waiting: UiEvent[] | undefined; // events held back until the snapshot is in
  const refresh = async (): Promise<void> => {
    waiting = [];
    deps.onWorkspace(await deps.load());
    for (const event of waiting) deps.onEvent(event);
    waiting = undefined;
  };
  source.addEventListener('open', () => void refresh().catch(deps.onLost));
  source.addEventListener('error', deps.onLost);
  source.addEventListener('message', ({ data }) => {
    const event: unknown = JSON.parse(String(data));
    if (!isUiEvent(event)) return;
    if (waiting) waiting.push(event);
    else deps.onEvent(event);
  });
}

/** The type tells the rest: the feed is the page's own server. */
const isUiEvent = (value: unknown): value is UiEvent => isRecord(value) && TYPES.includes(value['type']);
