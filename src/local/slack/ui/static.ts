import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize, sep } from 'node:path';
import { type Exchange, sendText } from '../http.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

export const PAGE_PATH = '/page/';

/** The page's files. TypeScript is served as JavaScript: its types are only taken out. */
export async function answerFile(directory: string, { response, path }: Exchange): Promise<void> {
  const name = path.startsWith(PAGE_PATH) ? path.slice(PAGE_PATH.length) : 'index.html';
  const file = insideOf(directory, name);
  const type = file === undefined ? undefined : TYPES[extname(file)];
  const content = file === undefined || type === undefined ? undefined : await readOrNothing(file);
  if (content === undefined || type === undefined) return sendText(response, 404, 'not found');
  const body = file?.endsWith('.ts') ? stripTypeScriptTypes(content.toString('utf8')) : content;
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

/** Undefined when the name leads out of the directory. */
function insideOf(directory: string, name: string): string | undefined {
  const file = join(directory, normalize(name));
  return file.startsWith(`${normalize(directory)}${sep}`) && !name.includes('\0') ? file : undefined;
}

async function readOrNothing(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined; // no such file
  }
}
