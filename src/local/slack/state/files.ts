import type { Fields } from '../json.ts';

/** What a person attaches to a message. */
export interface Attachment {
  name: string;
  mimetype: string;
  content: string;
}

export interface Files {
  /** The file as Slack's Web API shows it. */
  add(user: string, attachment: Attachment): SlackFile;
  get(id: string): Attachment | undefined;
}

export interface SlackFile extends Fields {
  id: string;
  name: string;
}

export interface FilesDeps {
  /** Where the local Slack listens, with a slash at the end. */
  url: string;
  now: () => number;
  newId: () => string;
}

export const FILES_PATH = '/files/';

export function createFiles({ url, now, newId }: FilesDeps): Files {
  const kept = new Map<string, Attachment>();
  return {
    get: (id) => kept.get(id),
    add: (user, attachment) => {
      const id = newId();
      kept.set(id, attachment);
      const { name, mimetype, content } = attachment;
      const address = new URL(`${FILES_PATH}${id}/${encodeURIComponent(name)}`, url).href;
      const at = Math.floor(now() / 1_000);
      return {
        id,
        created: at,
        timestamp: at,
        name,
        title: name,
        mimetype,
        filetype: /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? 'text',
        user,
        mode: 'hosted',
        size: Buffer.byteLength(content),
        is_external: false,
        is_public: false,
        url_private: address,
        url_private_download: address,
      };
    },
  };
}
