export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** RFC 9457, with a `code` for programs. https://www.rfc-editor.org/rfc/rfc9457 */
export const problem = (status: number, code: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title: code.replaceAll('_', ' '), status, detail, code },
  headers: { 'content-type': 'application/problem+json' },
});

export const notFound = (what: string): Answer => problem(404, 'not_found', `There is no ${what}.`);

export const found = (record: unknown, what: string): Answer => (record === undefined ? notFound(what) : ok(record));

export const versionConflict = (came: number, current: number): Answer =>
  problem(409, 'version_conflict', `The record has changed: it is at version ${current}, not ${came}.`);
