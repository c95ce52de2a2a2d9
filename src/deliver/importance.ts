import type { Outgoing } from '../domain/outgoing.ts';
import type { OutboxRow } from '../ports/store.ts';

type Importance = (typeof IMPORTANCES)[number];

/** The first is said first where several have waited for Slack. */
const IMPORTANCES = ['decision', 'trouble', 'reply', 'rest'] as const;

/** Names of the lanes by the most important thing that each holds, the most important first; alike ones in the order of their rows. */
export function lanesByImportance(rows: readonly OutboxRow[]): readonly (readonly string[])[] {
  const lanes = Map.groupBy(rows, ({ outgoing }) => outgoing.lane);
  const ranked = Map.groupBy(lanes.keys(), (lane) => mostImportant(lanes.get(lane) ?? []));
  return IMPORTANCES.map((importance) => ranked.get(importance) ?? []);
}

function mostImportant(rows: readonly OutboxRow[]): Importance {
  const held = new Set(rows.map(({ outgoing }) => importanceOf(outgoing)));
  return IMPORTANCES.find((importance) => held.has(importance)) ?? 'rest';
}

function importanceOf(outgoing: Outgoing): Importance {
  switch (outgoing.kind) {
    case 'card':
    case 'confirmation':
      return 'decision';
    case 'hand-off':
    case 'notice':
      return 'trouble';
    case 'reply':
      if (outgoing.outcome) return 'decision';
      return outgoing.intake ? 'trouble' : 'reply';
    case 'nudge':
      return 'rest';
  }
}
