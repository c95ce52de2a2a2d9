import type { Inline } from './flow.ts';

const BROADCASTS = ['here', 'channel', 'everyone'];
const SAFE_PROTOCOLS = ['http:', 'https:', 'mailto:'];

/** Undefined unless the address is absolute and http, https or mailto. */
export function safeHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return SAFE_PROTOCOLS.includes(url.protocol) ? url.href : undefined;
}

/** Reads what stands between `<` and `>`; undefined when it is nothing Slack knows, and so is shown as written. */
export function readControl(inside: string): Inline | undefined {
  const { head, label } = splitLabel(inside);
  if (/^@[UW]\w+$/.test(head)) return { kind: 'person', id: head.slice(1), label };
  if (/^#[CGD]\w+$/.test(head)) return { kind: 'channel', id: head.slice(1), label };
  if (head.startsWith('!')) return readSpecial(head.slice(1), label);
  const href = safeHref(unescapeText(head));
  if (href === undefined) return undefined;
  return {
    kind: 'link',
    href,
    children: [{ kind: 'text', text: unescapeText(label || head.replace(/^mailto:/, '')) }],
  };
}

/** Slack escapes exactly these three characters. https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function readSpecial(head: string, label: string): Inline | undefined {
  if (BROADCASTS.includes(head)) return { kind: 'broadcast', label: `@${head}` };
  const [name = '', ...rest] = head.split('^');
  if (name === 'subteam') return { kind: 'group', id: rest[0] ?? '', label };
  const seconds = Number(rest[0]);
  if (name !== 'date' || !isDrawableTime(seconds)) return undefined;
  return { kind: 'date', seconds, format: unescapeText(rest[1] ?? ''), fallback: unescapeText(label) };
}

/** JavaScript dates end at 8.64e15 milliseconds. */
function isDrawableTime(seconds: number): boolean {
  return Number.isFinite(seconds) && Math.abs(seconds) <= 8.64e12;
}

function splitLabel(inside: string): { head: string; label: string } {
  const bar = inside.indexOf('|');
  return bar < 0 ? { head: inside, label: '' } : { head: inside.slice(0, bar), label: inside.slice(bar + 1) };
}
