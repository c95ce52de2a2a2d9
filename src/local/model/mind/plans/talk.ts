import { lookUp, need } from '../look-up.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { shorten } from '../words.ts';

const ABILITIES =
  'I can look up orders, tickets and stock, answer from our help pages, ask my colleagues for refunds and other changes, and bring in a person.';

const CAPITALS: Record<string, string> = {
  france: 'Paris',
  germany: 'Berlin',
  italy: 'Rome',
  spain: 'Madrid',
  portugal: 'Lisbon',
  japan: 'Tokyo',
  norway: 'Oslo',
  sweden: 'Stockholm',
  austria: 'Vienna',
  ireland: 'Dublin',
  canada: 'Ottawa',
  australia: 'Canberra',
};

export function smallTalk({ words }: Task): Move {
  if (/\bthank|\bthanks|\bcheers|\bgreat\b|\bperfect\b|\bcool\b/i.test(words))
    return say("You're welcome! Is there anything else?");
  if (/\b(?:bye|have a nice)\b/i.test(words)) return say('Goodbye, and have a nice day!');
  if (/\b(?:what can you|help|who are you|robot|bot)\b/i.test(words)) return say(ABILITIES);
  if (/\bhow are you\b/i.test(words)) return say(`I'm fine, thank you! ${ABILITIES}`);
  return say(`Hello! How can I help? ${ABILITIES}`);
}

export function offTopic({ words }: Task): Move {
  const country = /\bcapital (?:city )?of (?:the )?([a-z]+)/i.exec(words)?.[1]?.toLowerCase() ?? '';
  const capital = CAPITALS[country];
  if (capital) return say(`${capital} is the capital of ${country.charAt(0).toUpperCase()}${country.slice(1)}.`);
  return say(`That is outside of what I know. ${ABILITIES}`);
}

export function person({ words }: Task, scene: Scene): Move {
  const answer = need(lookUp(scene, 'hand_off', { wants: shorten(words, 200), reason: shorten(words, 200) }), '');
  if (!answer.known) return answer.move;
  return say("I'm bringing in a teammate and have passed on everything above, so you won't need to repeat it.");
}

export const unclear = (): Move =>
  ask("I'm not sure I understood. Is it about an order, a ticket, a product or something else?", 'detail');

export const lost = (): Move =>
  ask("I'm sorry, I still don't understand. Shall I bring in a person?", 'yes-no', 'person');

export const declined = (): Move => say("All right, I'll leave it at that. Is there anything else?");
