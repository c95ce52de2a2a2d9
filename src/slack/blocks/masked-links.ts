import type { LinkCheck } from './links.ts';

/**
 * Markdown images become their alternative text; links and link definitions whose address is not allowed become their
 * label and the bare address. In what comes out, `](` and `]:` stand before an allowed address only, and `![` nowhere.
 */
export function unmaskLinks(text: string, isAllowed: LinkCheck): string {
  const state: State = { pieces: [], open: [] };
  for (const { 0: found, groups = {} } of text.matchAll(PART)) {
    const { target, definition } = groups;
    if (found === '[' || found === '![') open(state, found);
    else if (found.startsWith('](')) closeLink(state, target, isAllowed);
    else if (found.startsWith(']'))
      close(state, definition !== undefined && isAllowed(definition) ? found : loose(found));
    else pushText(state, found);
  }
  return state.pieces.join('');
}

/** Both lists are only ever handled here: the pieces said so far, and which of them are brackets still open. */
interface State {
  pieces: string[];
  open: { at: number; image: boolean }[];
}

const TARGET = '[^\\s()<>"\'`|\\[\\]{}^\\\\]*';
/** An opening bracket, a closing one with what it may start, or a run of anything else. Each repetition ends at its own character: linear. */
const PART = new RegExp(
  [
    '!?\\[',
    `\\]\\([ \\t]{0,4}(?<target>${TARGET})(?:[ \\t]{1,4}(?:"[^"\\n]*"|'[^'\\n]*'))?[ \\t]{0,4}\\)`,
    '\\]\\(',
    `\\]:[ \\t]{0,4}(?<definition>${TARGET})(?=[ \\t]{0,4}(?:\\n|$))`,
    '\\]:?',
    '[^!\\[\\]]+',
    '!',
  ].join('|'),
  'g',
);

function open({ pieces, open: brackets }: State, bracket: '[' | '!['): void {
  brackets.push({ at: pieces.length, image: bracket === '![' });
  pieces.push(bracket === '![' ? '! [' : '[');
}

const loose = (closing: string): string => closing.replace(/^\]:/, '] :');

function close({ pieces, open: brackets }: State, closing: string): void {
  brackets.pop();
  pieces.push(closing);
}

/** `target` is undefined where the address cannot be read as one. */
function closeLink({ pieces, open: brackets }: State, target: string | undefined, isAllowed: LinkCheck): void {
  const bracket = brackets.pop();
  if (!bracket) {
    pieces.push(target === undefined ? '] (' : `] (${target})`);
  } else if (!bracket.image && target !== undefined && isAllowed(target)) {
    pieces.push(`](${target})`);
  } else {
    erase(pieces, bracket.at);
    if (target === undefined) pieces.push(' (');
    else if (!bracket.image && target !== '') pieces.push(` (${target})`);
  }
}

/** What stands around an erased bracket must not become a new link or image. */
function erase(pieces: string[], at: number): void {
  pieces.splice(at, 1, /[\]!]$/.test(pieces[at - 1] ?? '') ? ' ' : '');
}

function pushText({ pieces }: State, text: string): void {
  const joins = pieces.at(-1)?.endsWith(']') === true && /^[(:]/.test(text);
  pieces.push(joins ? ` ${text}` : text);
}
