import type {
  ClickAnswer,
  CommandAnswer,
  Container,
  FormValues,
  Interaction,
  Post,
  PostAnswer,
  SubmitAnswer,
  Workspace,
} from './protocol.ts';

export interface Api {
  workspace: () => Promise<Workspace>;
  post: (post: Post) => Promise<PostAnswer>;
  command: (typed: Post) => Promise<CommandAnswer>;
  click: (where: Container, interaction: Interaction) => Promise<ClickAnswer>;
  submit: (form: { user: string; viewId: string; values: FormValues }) => Promise<SubmitAnswer>;
  remove: (message: { user: string; channel: string; ts: string }) => Promise<{ ok: boolean }>;
  edit: (message: { user: string; channel: string; ts: string; text: string }) => Promise<{ ok: boolean }>;
  stop: (thread: { user: string; channel: string; threadTs: string }) => Promise<void>;
  useShortcut: (on: { user: string; channel: string; ts: string; callbackId: string }) => Promise<ClickAnswer>;
  close: (view: { user: string; viewId: string }) => Promise<void>;
  openHome: (user: string) => Promise<void>;
  openMessages: (user: string) => Promise<void>;
}

/** Answers are trusted: they come from the server that served this page. A server that is away answers `ok: false`. */
export function createApi(): Api {
  return {
    workspace: async () => (await fetch('/ui/state')).json(),
    post: (post) => send('/ui/post', post),
    command: (typed) => send('/ui/command', typed),
    click: (where, interaction) => send('/ui/click', { ...where, ...interaction }),
    submit: (form) => send('/ui/submit', form),
    remove: (message) => send('/ui/delete', message),
    edit: (message) => send('/ui/edit', message),
    stop: (thread) => send('/ui/stop', thread),
    useShortcut: (on) => send('/ui/shortcut', on),
    close: (view) => send('/ui/close', view),
    openHome: (user) => send('/ui/home', { user }),
    openMessages: (user) => send('/ui/messages', { user }),
  };
}

async function send<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    .then((response) => response.json())
    .catch(() => ({ ok: false, error: 'The local workspace does not answer.' }));
  return answer;
}
