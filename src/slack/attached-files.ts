import { z } from 'zod';
import { LARGEST_FILE } from '../ports/jobs.ts';
import type { MessageJob } from '../ports/jobs.ts';

const optionalText = z.string().nullish();

/** https://docs.slack.dev/reference/objects/file-object; a message is not lost because one of its files is odd. */
export const AttachedFile = z.object({
  name: optionalText,
  title: optionalText,
  mimetype: optionalText.catch(undefined),
  size: z.number().int().min(0).nullish().catch(undefined),
  url_private: optionalText.catch(undefined),
  /** `check_file_info`: a file of another company, of which Slack tells nothing here. */
  file_access: optionalText.catch(undefined),
});
export type AttachedFile = z.infer<typeof AttachedFile>;

type Attached = Pick<MessageJob, 'files' | 'readable'>;

/** All of them by name, and those that are text and small enough to be read. */
export function attached(files: readonly AttachedFile[]): Attached {
  const readable = files.flatMap(readableOf);
  return { files: files.map(nameOf), ...(readable.length === 0 ? {} : { readable }) };
}

const nameOf = ({ name, title }: AttachedFile): string => name || title || 'a file';

function readableOf(file: AttachedFile): NonNullable<Attached['readable']> {
  const { size, url_private: url, file_access } = file;
  if (file_access === 'check_file_info' || !isText(file) || !url || !isSecure(url)) return [];
  return size && size <= LARGEST_FILE ? [{ name: nameOf(file), url, size }] : [];
}

const isText = ({ name, mimetype }: AttachedFile): boolean =>
  /^(?:text\/(?!html)|application\/json$)/i.test(mimetype ?? '') || /\.(?:txt|md|csv|log|json|yml)$/i.test(name ?? '');

/** A workspace on this machine has no certificate; from which host a file is read is decided when it is read. */
function isSecure(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
