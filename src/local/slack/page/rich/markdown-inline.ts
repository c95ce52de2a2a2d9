import { readControl, safeHref, unescapeText } from './controls.ts';
import { drawEmoji } from './emoji.ts';
import type { Inline } from './flow.ts';
import { readInline } from './spans.ts';
import type { Grammar } from './spans.ts';

export const readMarkdownInline = (text: string): readonly Inline[] => readInline(text, MARKDOWN);

/** Slack's own `<…>` mentions are read here too, so that one which slipped through stands out in red. */
const MARKDOWN: Grammar = {
  atom: /\\(?<escaped>[!-/:-@[-`{-~])|`(?<code>[^`\n]+)`|!?\[(?<label>(?:[^[\]\n]|\[[^[\]\n]*\])*)\]\((?<target>[^()\s]+)(?: "[^"\n]*")?\)|<(?<control>[^<>\n]+)>|(?<address>\bhttps?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~])/g,
  readAtom: ({ groups = {} }) => {
    const { escaped, code, label, target, control, address } = groups;
    if (escaped !== undefined) return { kind: 'text', text: escaped };
    if (code !== undefined) return { kind: 'code', text: code };
    if (target !== undefined) return readLink(label || target, target);
    if (control !== undefined) return readControl(control);
    return readLink(address ?? '', address ?? '');
  },
  styles:
    /\*\*(?=[^*\s])(?<bold>(?:(?!\*\*(?!\*))[^])*\S)\*\*|(?<!\w)__(?=\S)(?<bold2>(?:(?!__)[^])*[^_\s])__(?!\w)|\*(?=\S)(?<italic>[^*]*[^*\s])\*|(?<![\w_])_(?=\S)(?<italic2>[^_]*[^_\s])_(?![\w_])|~~(?=\S)(?<strike>(?:(?!~~)[^])*[^~\s])~~/g,
  finish: (text) => drawEmoji(unescapeText(text)),
};

/** An image becomes a link to it: nothing is loaded that the reader did not ask for. */
function readLink(label: string, target: string): Inline | undefined {
  const href = safeHref(target);
  if (href === undefined) return undefined;
  return { kind: 'link', href, children: [{ kind: 'text', text: unescapeText(label) }] };
}
