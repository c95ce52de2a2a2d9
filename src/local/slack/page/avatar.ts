import { make } from './dom.ts';
import type { Person, Role } from './protocol.ts';

const TONES = 6;

const ROLE_NAMES: Record<Role, string> = {
  customer: 'customer',
  agent: 'agent',
  lead: 'lead',
  admin: 'admin',
  guest: 'guest',
  external: 'external',
  bot: 'app',
};

export const roleName = (role: Role): string => ROLE_NAMES[role];

/** Initials on a tone that stays the same for a person. */
export function drawAvatar(person: Person | undefined, size: 'small' | 'large'): HTMLElement {
  const tone = person?.role === 'bot' ? 'bot' : String(sumOf(person?.id ?? '') % TONES);
  const initials = person?.role === 'bot' ? botMark(person) : initialsOf(person?.realName ?? '?');
  return make('span', { class: `avatar ${size} tone-${tone}`, 'aria-hidden': 'true' }, initials);
}

const botMark = (person: Person): string => person.realName.slice(0, 1).toUpperCase();

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? '?'];
  return ends.map((word) => (word ?? '').slice(0, 1).toUpperCase()).join('');
}

const sumOf = (id: string): number =>
  Array.from(id).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
