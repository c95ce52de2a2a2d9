export interface LinkPolicy {
  /** Exact hosts, with the port where it is not the scheme's own: `help.example.com`, `127.0.0.1:4010`. */
  allowedHosts: readonly string[];
}

/** Says whether a link may be live. */
export type LinkCheck = (address: string) => boolean;

export function linkCheck({ allowedHosts }: LinkPolicy): LinkCheck {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return (address) => {
    const link = parse(address);
    return (
      link !== undefined &&
      allowed.has(link.host) &&
      link.query.length <= QUERY_LENGTH &&
      !SECOND_ADDRESS.test(link.rest)
    );
  };
}

/** The name under which an address of the company's own joins `allowedHosts`; undefined when it can never be live. */
export const linkHost = (address: string): string | undefined => parse(address)?.host;

/** An address as text that nothing turns into a link: no scheme anywhere, at most 120 characters. */
export function inertAddress(address: string): string {
  const bare = address.replace(/^[\p{L}\p{N}+.-]*:[/\\]*/u, '').replaceAll(/:[/\\]+|:(?!\d)/g, ' ');
  return bare.length > INERT_LENGTH ? `${bare.slice(0, INERT_LENGTH).toWellFormed()}…` : bare;
}

/** A longer query could carry a secret out, even to a host of ours. */
const QUERY_LENGTH = 64;
const INERT_LENGTH = 120;
/** An address inside an address: what a page of ours that redirects would follow. */
const SECOND_ADDRESS = /\/\/|%2f%2f|:\/|%3a|(?:script|data):/i;

/** No user info, no backslash, no other scheme; plain http as well, since a host is allowed only when the company itself named it. */
const ADDRESS =
  /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?((?:\/[^?#\\\s]*)?(?:\?([^#\\\s]*))?(?:#[^\\\s]*)?)$/i;
const OWN_PORT: Record<string, string> = { https: '443', http: '80' };

function parse(address: string): { host: string; rest: string; query: string } | undefined {
  const match = ADDRESS.exec(address);
  if (!match) return undefined;
  const [scheme = '', name = '', port] = match.slice(1, 4).map((part: string | undefined) => part?.toLowerCase());
  const host = port === undefined || port === OWN_PORT[scheme] ? name : `${name}:${port}`;
  const { 4: rest = '', 5: query = '' } = match;
  return { host, rest, query };
}
