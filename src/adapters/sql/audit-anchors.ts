import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonIn } from '../../domain/json.ts';
import type { Anchor } from '../../ports/audit.ts';

export const ANCHORS_FILE = 'audit-anchors.jsonl';

/** On disk when it returns. What a crash left of a line is dropped. */
export function appendAnchor(folder: string, anchor: Anchor): void {
  const path = join(folder, ANCHORS_FILE);
  const before = textOf(path) ?? '';
  const whole = Buffer.byteLength(before.slice(0, before.lastIndexOf('\n') + 1));
  const file = openSync(path, 'a', 0o600);
  try {
    ftruncateSync(file, whole);
    writeSync(file, `${JSON.stringify(anchor)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export interface AnchorsRead {
  /** Those that count, oldest first. */
  anchors: readonly Anchor[];
  /** Lines that hold none, from 1. */
  unreadable: readonly number[];
}

/** Undefined: there is no such file. */
export function readAnchors(folder: string): AnchorsRead | undefined {
  const text = textOf(join(folder, ANCHORS_FILE));
  if (text === undefined) return undefined;
  // Behind the last line break there is nothing, or what a crash left of a line.
  const lines = text.split('\n').slice(0, -1).map(anchorIn);
  return {
    anchors: counting(lines.flatMap((line) => line ?? [])),
    unreadable: lines.flatMap((line, index) => (line ? [] : [index + 1])),
  };
}

/** The one written last; undefined: there is none. One beyond the database's head means that the database is an earlier copy. */
export const lastAnchor = (folder: string): Anchor | undefined => readAnchors(folder)?.anchors.at(-1);

/** Not those beyond an earlier copy that was put in place after them. */
function counting(anchors: readonly Anchor[]): readonly Anchor[] {
  const last = anchors.findLastIndex(({ restored }) => restored);
  const restored = anchors[last];
  if (!restored) return anchors;
  const before = counting(anchors.slice(0, last)).filter(({ seq }) => seq <= restored.seq);
  return [...before, ...anchors.slice(last)];
}

/** Beyond it there is no date that could be told. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_INSTANT = 8.64e15;

const Line: z.ZodType<Anchor> = z.object({
  at: z.number().int().nonnegative().max(LAST_INSTANT),
  seq: z.number().int().nonnegative(),
  hash: z.string(),
  restored: z.literal(true).exactOptional(),
  posted: z.literal(true).exactOptional(),
});

const anchorIn = (line: string): Anchor | undefined => Line.safeParse(jsonIn(line)).data;

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
