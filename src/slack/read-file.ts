import { SECOND } from '../domain/time.ts';
import { LARGEST_FILE } from '../ports/jobs.ts';

export interface ReadFileDeps {
  token: string;
  /** `https://slack.com/api/`, or a loopback address. */
  apiUrl: string;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}

const PATIENCE = 5 * SECOND;
/** Where the token may go. https://docs.slack.dev/reference/objects/file-object */
const SLACK_FILES = 'https://files.slack.com';

/** The text of a file that a person attached; undefined: it cannot be read, or is none. Never rejects. */
export async function readFile(deps: ReadFileDeps, url: string): Promise<string | undefined> {
  const address = slacksOwn(url, deps.apiUrl);
  if (address === undefined) return undefined;
  try {
    return await read(deps, address);
  } catch {
    // Whatever went wrong: a file that is not there is answered like one that is no text.
    return undefined;
  }
}

/** Undefined unless it is Slack's host for files, or, for a workspace on this machine, the very address of its API. */
function slacksOwn(url: string, apiUrl: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, username, password } = new URL(url);
  const api = new URL(apiUrl);
  const isOurs = origin === SLACK_FILES || (api.protocol === 'http:' && origin === api.origin);
  return isOurs && username === '' && password === '' ? url : undefined;
}

async function read({ token, fetch = globalThis.fetch }: ReadFileDeps, address: string): Promise<string | undefined> {
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  // Without the scope or for another workspace, Slack answers with the page to sign in.
  const isPage = /html/i.test(answer.headers.get('content-type') ?? '');
  if (answer.ok && !isPage && answer.body) return asText(await beginningOf(answer.body));
  await answer.body?.cancel();
  return undefined;
}

/** No more of it than a file may be large, and undefined for what is larger. */
async function beginningOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0; // bytes so far
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop ends the request.
    if (size > LARGEST_FILE) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Undefined: it is no UTF-8. Throws no error of its own. */
function asText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.includes(0)) return undefined;
  const text = new TextDecoder().decode(bytes);
  return text.includes('\uFFFD') ? undefined : text;
}
