/** Formatted text as plain data. mrkdwn, Markdown and rich_text are all read into it; one file turns it into DOM. */

export type Style = 'bold' | 'italic' | 'strike';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'styled'; style: Style; children: readonly Inline[] }
  | { kind: 'link'; href: string; children: readonly Inline[] }
  | { kind: 'person'; id: string; label: string }
  | { kind: 'channel'; id: string; label: string }
  | { kind: 'group'; id: string; label: string }
  | { kind: 'broadcast'; label: string }
  | { kind: 'date'; seconds: number; format: string; fallback: string };

export type Flow =
  | { kind: 'paragraph'; children: readonly Inline[] }
  | { kind: 'heading'; level: number; children: readonly Inline[] }
  | { kind: 'quote'; children: readonly Flow[] }
  | { kind: 'pre'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: readonly (readonly Flow[])[] }
  | { kind: 'rule' };
