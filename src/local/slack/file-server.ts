import { type Exchange, sendText } from './http.ts';
import { FILES_PATH } from './state/files.ts';
import { callerOf } from './tokens.ts';
import type { World } from './world.ts';

/** A file for the app, by its token and scope. Anybody else gets the page to sign in, with status 200 as in Slack. */
export function answerAttachment(world: World, { request, response, path }: Exchange): void {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!callerOf(world.tokens, token)?.scopes.includes('files:read')) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(SIGN_IN);
    return;
  }
  const [id = ''] = path.slice(FILES_PATH.length).split('/');
  const file = world.files.get(id);
  if (!file) return sendText(response, 404, 'not found');
  response.writeHead(200, { 'content-type': file.mimetype }).end(file.content);
}

const SIGN_IN = '<!DOCTYPE html><html lang="en"><title>Sign in</title><h1>Sign in to your workspace</h1></html>';
