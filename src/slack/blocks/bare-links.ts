import { inertAddress } from './links.ts';
import type { LinkCheck } from './links.ts';

/** Addresses that are not allowed become code text without their scheme, wherever in the text they stand. */
export function disarmAddresses(text: string, isAllowed: LinkCheck): string {
  const pieces: string[] = [];
  let code: Code = { fenced: false, inline: false }; // around the part being read
  let end = 0; // of what has been said
  for (const { 0: found, groups = {}, index } of text.matchAll(PART)) {
    code = codeAfter(code, groups);
    const part = groups['address'] === undefined ? found : trim(found);
    pieces.push(text.slice(end, index));
    end = index + part.length;
    if (groups['script'] !== undefined) pieces.push(`${groups['script']} `);
    else if (groups['address'] === undefined) pieces.push(part);
    else
      pieces.push(
        show({ link: part, after: text.slice(end, end + AHEAD), inCode: code.fenced || code.inline }, isAllowed),
      );
  }
  return pieces.join('') + text.slice(end);
}

/** Only decides whether backticks are added; a wrong guess costs looks, not safety. */
interface Code {
  fenced: boolean;
  inline: boolean;
}

/** Characters that end an address in prose, tables and code. */
const REST = '[^\\s<>|"`\\[\\]{}^‹›]';
const NAME = '[\\p{L}\\p{N}_-]';
const START = '(?<![a-z0-9+-])';
const PART = new RegExp(
  [
    '(?<fence>(?<=^ {0,3})`{3,})',
    '(?<line>\\n)',
    '(?<ticks>`+)(?=(?<closed>[^`\\n]*`)?)',
    '(?<kept>\\]\\(https?:\\/\\/[^\\s()]+\\))',
    `(?<address>${START}[a-z0-9+-]+:[\\/\\\\]{2,}${REST}*|${START}(?:https?|ftp):${REST}+` +
      `|(?<![\\p{L}\\p{N}@._\\/-])(?:${NAME}+\\.)+(?:xn--[a-z0-9-]+|\\p{L}{2,})(?![\\p{L}\\p{N}_@-]|:[^\\s\\d])(?::\\d+)?(?:[\\/?#]${REST}*)?)`,
    `(?<script>javascript|vbscript|data(?=:[\\w-]*[\\/,;])|(?:mailto|tel|sms|file|blob)(?=:\\S)):`,
  ].join('|'),
  'gimu',
);

const AHEAD = 80;
const CLEAN_END = /^[)\]*_~`'".,;:!?|}]*(?:[\s<]|>(?=[\s<]|$)|$)/;
/** Bare names that clients like to turn into links; others only when something follows the name. */
const DOMAIN =
  /^www\.|\.(?:com|net|org|info|biz|io|co|ai|app|dev|example|test|xyz|site|online|shop|top|ru|cn|uk|de|eu|us|me|link|click)$/i;

const trim = (address: string): string => address.replace(/(?<![.,;:!?*_~'")\\])[.,;:!?*_~'")\\]+$/, '');

/** Code within a line is opened only where the same line closes it. */
function codeAfter(code: Code, { fence, line, ticks, closed }: Record<string, string | undefined>): Code {
  if (fence !== undefined) return { fenced: !code.fenced, inline: false };
  if (line !== undefined) return { ...code, inline: false };
  return ticks === undefined ? code : { ...code, inline: !code.inline && closed !== undefined };
}

interface Place {
  link: string;
  /** The text behind it. */
  after: string;
  inCode: boolean;
}

function show({ link, after, inCode }: Place, isAllowed: LinkCheck): string {
  if (!link.includes(':') && !/[/?#]/.test(link) && !DOMAIN.test(link)) return link;
  if (isAllowed(/^https?:/i.test(link) ? link : `https://${link}`)) return CLEAN_END.test(after) ? link : `${link} `;
  const inert = inertAddress(link);
  if (!inCode && inert !== '') return `\`${inert}\``;
  return /^[\p{L}\p{N}]/u.test(inert) ? inert : ` ${inert}`; // a sign must not join what stands before
}
