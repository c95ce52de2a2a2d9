/** In characters; longer ones, if anybody writes them, are not carried on. */
const LONGEST_ID = 40;

/** Orders, tickets, references, long numbers, telephone numbers and e-mail addresses in a text, each once, as they come. */
export const idsIn = (text: string): readonly string[] => [
  ...new Set([...candidatesIn(text).matchAll(WORD)].map(([word]) => word.replace(/[-_]+$/, '')).filter(isId)),
];

/** Most words are looked at once. */
const candidatesIn = (text: string): string => (text.match(CANDIDATE) ?? []).join('\n');

/** A word with a digit, `@` or `_`, and figures that follow it, as in telephone numbers. */
const CANDIDATE = /(?<!\S)[^\s\d@_]*[\d@_]\S*(?: [\d()/-]+(?![\p{L}\p{N}@_-]))*/gu;

const MAIL = String.raw`(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}`;
const PHONE = String.raw`\+\d[\d ()/-]{6,18}\d`;
/** Lengths have an end where one part may follow another, so that no text takes long to read. */
const WORD = new RegExp(`${MAIL}|${PHONE}|#?[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*`, 'gu');

const isId = (word: string): boolean =>
  /@|^\+/.test(word) || (word.length <= LONGEST_ID && SHAPES.some((shape) => shape.test(word)));

/** `apr_abcdef`, `TKT_777`, `ABC-99-XYZ`; `3f2a91bc-…`; `1Z999AA10123456784`; `8839201`, `#417`, but no number of a card. */
const SHAPES: readonly RegExp[] = [
  /^apr_[a-z0-9]{6}/,
  /^\p{L}[\p{L}\p{N}]*[-_](?=.*\d)|^\p{L}\p{L}*\d[\p{L}\p{N}]*[-_]/u,
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/i,
  /^(?=.*[A-Z])(?=.*\d.*\d)[A-Z0-9]{6,}$/,
  /^(?:\d{6,12}|\d{20,}|#\d{3,})$/,
];
