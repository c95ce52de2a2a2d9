import { agents } from './agents.ts';
import { assistant } from './assistant.ts';
import { auth } from './auth.ts';
import { chatEdit } from './chat-edit.ts';
import { chatPost } from './chat-post.ts';
import { chatStream } from './chat-stream.ts';
import { conversations } from './conversations.ts';
import { history } from './history.ts';
import type { Method } from './method.ts';
import { reactions } from './reactions.ts';
import { teams } from './teams.ts';
import { users } from './users.ts';
import { views } from './views.ts';

/** Every Web API method there is here. Anything else is `unknown_method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...auth,
    ...chatPost,
    ...chatEdit,
    ...chatStream,
    ...conversations,
    ...history,
    ...users,
    ...teams,
    ...reactions,
    ...assistant,
    ...agents,
    ...views,
  }),
);
