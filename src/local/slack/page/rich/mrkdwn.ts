import { readControl, safeHref, unescapeText } from './controls.ts';
import { drawEmoji } from './emoji.ts';
import type { Flow, Inline } from './flow.ts';
import { readInline } from './spans.ts';
import type { Grammar } from './spans.ts';

/** Reads Slack's mrkdwn. https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(source: string): readonly Flow[] {
  const parts = source.replaceAll('\r\n', '\n').split('```');
  const closed = parts.length % 2 === 1;
  const last = parts.length - 1;
  const pieces = closed ? parts : [...parts.slice(0, last - 1), `${parts[last - 1]}\`\`\`${parts[last]}`];
  return pieces.flatMap((piece, index) => (index % 2 === 1 ? readFence(piece) : readLines(piece)));
}

export const readMrkdwnInline = (text: string): readonly Inline[] => readInline(text, MRKDWN);

/** A marker counts only at the edge of a word; none of the patterns can cross its own marker, so each is linear. */
const MRKDWN: Grammar = {
  atom: /`(?<code>[^`\n]+)`|<(?<control>[^<>\n]+)>|(?<address>\bhttps?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~])/g,
  readAtom: ({ groups }) => {
    if (groups?.['code'] !== undefined) return { kind: 'code', text: unescapeText(groups['code']) };
    if (groups?.['control'] !== undefined) return readControl(groups['control']);
    return readAddress(unescapeText(groups?.['address'] ?? ''));
  },
  styles:
    /(?<![\w*])\*(?=\S)(?<bold>[^*\n]*[^*\s])\*(?![\w*])|(?<![\w_])_(?=\S)(?<italic>[^_\n]*[^_\s])_(?![\w_])|(?<![\w~])~(?=\S)(?<strike>[^~\n]*[^~\s])~(?![\w~])/g,
  finish: (text) => drawEmoji(unescapeText(text)),
};

function readAddress(address: string): Inline | undefined {
  const href = safeHref(address);
  return href === undefined ? undefined : { kind: 'link', href, children: [{ kind: 'text', text: address }] };
}

function readFence(piece: string): readonly Flow[] {
  const text = unescapeText(piece).replace(/^\n/, '').replace(/\n$/, '');
  return [{ kind: 'pre', text }];
}

/** Neighbouring quoted lines make one quote, neighbouring plain lines one paragraph. */
function readLines(piece: string): readonly Flow[] {
  const groups: { quoted: boolean; lines: string[] }[] = [];
  for (const line of piece.replace(/^\n/, '').replace(/\n$/, '').split('\n')) {
    const quoted = /^(?:>|&gt;)/.test(line);
    const text = quoted ? line.replace(/^(?:>|&gt;) ?/, '') : line;
    const group = groups.at(-1);
    if (group?.quoted === quoted) group.lines.push(text);
    else groups.push({ quoted, lines: [text] });
  }
  return groups.filter(hasText).map(({ quoted, lines }): Flow => {
    const paragraph: Flow = { kind: 'paragraph', children: readMrkdwnInline(lines.join('\n')) };
    return quoted ? { kind: 'quote', children: [paragraph] } : paragraph;
  });
}

const hasText = ({ quoted, lines }: { quoted: boolean; lines: readonly string[] }): boolean =>
  quoted || lines.some((line) => line.trim() !== '');
