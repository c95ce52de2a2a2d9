import { visibleText } from '../../domain/visible-text.ts';

/** What the text says once HTML entities are read, however they are nested; what is left of them can form no `<`. */
export function decodeEntities(text: string): string {
  let read = visibleText(text); // each round may uncover one more level
  for (let round = 0; round < ROUNDS && read.includes('&'); round += 1) {
    read = visibleText(read.replaceAll(ENTITY, decodeOne));
  }
  return read;
}

/** Nothing in the text is an entity that stands for `&`, `<`, `>` or a number any more. */
export const breakEntities = (text: string): string => text.replaceAll(/&(?=(?:amp|lt|gt|#[0-9a-z]+);)/gi, '& ');

const ROUNDS = 4;

/** Those for ASCII punctuation: the others form no link and no token. https://html.spec.whatwg.org/multipage/named-characters.html */
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  excl: '!',
  commat: '@',
  num: '#',
  colon: ':',
  sol: '/',
  bsol: '\\',
  period: '.',
  quest: '?',
  equals: '=',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  lpar: '(',
  rpar: ')',
  grave: '`',
  verbar: '|',
  vert: '|',
  tab: '\t',
  newline: '\n',
  nbsp: ' ',
  zerowidthspace: '',
  zwj: '',
  zwnj: '',
  shy: '',
};
const ENTITY = new RegExp(
  `&(?:#0*(?<decimal>\\d{1,7});?|#x0*(?<hex>[0-9a-f]{1,6});?|(?<name>${Object.keys(NAMED).join('|')});|(?<short>amp|lt|gt|quot)(?![a-z0-9=;]))`,
  'gi',
);

function decodeOne(found: string, ...rest: readonly unknown[]): string {
  const [decimal, hex, name, short] = rest.slice(0, 4).map((group) => (typeof group === 'string' ? group : undefined));
  const named = name ?? short;
  if (named !== undefined) return NAMED[named.toLowerCase()] ?? found;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
