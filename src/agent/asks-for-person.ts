import type { Item } from '../domain/conversation.ts';

/** Longer messages have more to say than that, in characters. */
const LONGEST = 90;

/** They want to talk to a human being and say nothing else; in English, German, French or Spanish. */
export function asksForPerson(text: string): boolean {
  if (text.length > LONGEST) return false;
  const words = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(POLITE, '')
    .trim();
  return WISHES.some((wish) => wish.test(words));
}

/** Whether the last answer came with a call for a colleague. */
export function isPersonCalled(items: readonly Item[]): boolean {
  const end = items.findLastIndex(({ kind }) => kind !== 'person');
  const asked = items.findLastIndex(({ kind }, index) => kind === 'person' && index < end);
  return items.slice(asked + 1).some((item) => item.kind === 'call' && item.name === 'hand_off');
}

const POLITE =
  /\b(?:please|pls|hi|hello|hey|just|now|instead|directly|thanks|thank you|bitte|hallo|jetzt|gerne?|danke|bonjour|s il vous plait|svp|merci|hola|por favor|gracias)\b ?/g;

const REAL = '(?:(?:an?|some|the|another|your|real|actual|live|human|support|customer|service) )*';
const HUMAN = `${REAL}(?:humans?|human being|person|agent|representative|rep|operator|colleague|employee)`;
const SOMEBODY = `(?:${HUMAN}|${REAL}(?:people|someone|somebody|anyone|anybody|manager|supervisor|staff|support|team))`;
const MENSCH =
  '(?:(?:einem|einer|einen|eine|echten|echter|echte|richtigen|menschlichen) )*(?:menschen?|person|mitarbeiter(?:in)?|kolleg(?:en|in)|berater(?:in)?)';
const HUMAIN = '(?:une? |vraie? )*(?:quelqu un|humain|personne|etre humain|conseill(?:er|ere)|agent|collegue)';
const HUMANO = '(?:una? )?(?:alguien|humano|persona|agente|asesora?|operador)(?: real| humano| humana)?';

/** A whole message, its marks and politeness taken away. */
const WISHES = [
  `(?:(?:i (?:d like|would like|want|need|d prefer|would prefer) to|i d rather|can i|could i|may i|can we|let me) )?(?:talk|speak|chat) (?:to|with) ${SOMEBODY}`,
  `(?:(?:i (?:d like|would like|want|need)|can i (?:get|have)|get me|give me|connect me (?:to|with)|transfer me to|put me through to) )?${HUMAN}`,
  `is there ${SOMEBODY} (?:(?:that |who )?i (?:can|could)|to) (?:talk|speak|chat) (?:to|with)`,
  `(?:ich (?:mochte|will|wurde|muss) |(?:kann|konnte|darf) ich )?mit (?:jemand(?:em)?|${MENSCH}) (?:sprechen|reden|schreiben|chatten)`,
  `(?:ich (?:brauche|mochte|will) )?${MENSCH}`,
  `(?:je (?:voudrais|veux|souhaite|souhaiterais|aimerais) |puis je |pourrais je |est ce que je peux )?parler (?:a|avec) ${HUMAIN}`,
  `(?:quiero |quisiera |necesito |me gustaria |puedo |podria )?hablar con ${HUMANO}`,
].map((wish) => new RegExp(`^${wish}$`));
