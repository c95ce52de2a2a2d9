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
  close: (view: { user: string; viewId: string }) => Promise<void>;
  openHome: (user: string) => Promise<void>;
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
    close: (view) => send('/ui/close', view),
    openHome: (user) => send('/ui/home', { user }),
  };
}

async function send<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    .then((response) => response.json())
    .catch(() => ({ ok: false, error: 'The local workspace does not answer.' }));
  return answer;
}
