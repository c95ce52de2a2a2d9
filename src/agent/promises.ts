import { cut } from '../tools/fields.ts';
import { sentencesIn } from './shorten-text.ts';

/** In characters: of a sentence without an end, what stands around the promise. */
const LONGEST_PROMISE = 400;
const BEFORE = 100;

/** Sentences that say what we, or somebody for us, will do, word by word. */
export const promisesIn = (text: string): readonly string[] => sentencesIn(text).flatMap(promiseIn);

function promiseIn(sentence: string): readonly string[] {
  const said = sentence.trim();
  if (said.endsWith('?')) return [];
  const places = PROMISES.map((words) => said.search(words)).filter((place) => place >= 0);
  if (places.length === 0) return [];
  if (said.length <= LONGEST_PROMISE) return [said];
  const from = said.lastIndexOf(' ', Math.max(0, Math.min(...places) - BEFORE)) + 1;
  return [cut(said.slice(from), LONGEST_PROMISE)];
}

/** In English, where `you will` is one with some verbs only; then in German, French and Spanish, which need no such care. */
const PROMISES: readonly RegExp[] = [
  /(?<!\byou)(?:['’]ll| will| shall)\b(?! be (?:happy|glad|here)\b)|\bwon['’]t\b/i,
  /\byou(?:['’]ll| will) (?:also )?(?:get|hear|receive|have|be)\b/i,
  /\b(?:I|we) (?:promise|guarantee)|\bpromised\b|\b(?:am|are|is|['’]m|['’]re|['’]s) going to\b/i,
  /\b(?:werden?|wird|wirst|werdet|versprech\p{L}*|versprochen|garantier\p{L}*)\b/iu,
  /\b(?:je|nous|vous|ils?|elles?|collègue|équipe)\s(?:\p{L}+\s){0,2}\p{L}{2,20}r(?:ai|a|ons|ez|ont)\b|\b(?:je vais|nous allons|promets|promettons)\b/iu,
  /\p{L}{2}(?:ré|rá|rán|aremos|eremos|iremos)(?!\p{L})|\b(?:prometo|prometemos|voy a|vamos a)\b/iu,
];
