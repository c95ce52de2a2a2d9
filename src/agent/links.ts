import type { Item } from '../domain/conversation.ts';

/** Addresses in fields of the company's records (`url`, `trackingUrl`) that this thread has read; never those inside texts. */
export function linksIn(items: readonly Item[]): readonly string[] {
  const found = new Set<string>();
  for (const item of items) {
    if (item.kind === 'result' && item.output.includes('rl":')) collect(JSON.parse(item.output), found);
  }
  return [...found];
}

function collect(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) node.forEach((child) => collect(child, found));
  else if (node !== null && typeof node === 'object') {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string' && /^(url|\w+Url)$/.test(key)) found.add(value);
      else collect(value, found);
    }
  }
}
