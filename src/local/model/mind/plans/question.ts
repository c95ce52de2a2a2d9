import { Article, recordsIn } from '../facts.ts';
import { lookUp, need } from '../look-up.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { shorten, topicOverlap, topicWords } from '../words.ts';

/** At least this part of the question's words must stand in the article; else it is about something else. */
const RELEVANT = 0.3;
/** A sentence most of whose words stand in another one already says nothing new. */
const REPEATS = 0.6;
const NO_ARTICLE = "I couldn't find an article about that. Shall I bring in a person?";

/** The best two sentences of the best article, with its link. A question that follows from another is searched with it. */
export function question({ words, before }: Task, scene: Scene): Move {
  const query = shorten([before, words].filter(Boolean).join(' '), 400);
  const found = need(lookUp(scene, 'search_articles', { query }), NO_ARTICLE);
  if (!found.known) return found.move;
  const [top] = recordsIn(Article, found.value, ['article', 'articles']).filter((article) =>
    [query, words].every((text) => isRelevant(text, article)),
  );
  return top ? say(`${quote(query, top)} ([${linkText(top.title)}](${top.url}))`) : ask(NO_ARTICLE, 'yes-no', 'person');
}

const isRelevant = (query: string, { title, excerpt, body = '' }: Article): boolean =>
  topicOverlap(query, `${title} ${excerpt} ${body}`) >= RELEVANT * new Set(topicWords(query)).size;

function quote(query: string, { title, excerpt, body }: Article): string {
  const sentences = sentencesOf(body ?? excerpt);
  const [best, second] = sentences.toSorted((a, b) => topicOverlap(query, b) - topicOverlap(query, a));
  if (best === undefined) return `Our article “${title}” is about that.`;
  const next = second !== undefined && repeats(second, best) ? sentences[sentences.indexOf(best) + 1] : second;
  return sentences.filter((sentence) => sentence === best || sentence === next).join(' ');
}

const repeats = (sentence: string, other: string): boolean =>
  topicOverlap(sentence, other) > REPEATS * new Set(topicWords(sentence)).size;

/** Without headings and list marks. What speaks to an assistant instead of a reader is nothing to quote. */
const sentencesOf = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replace(/^\s*(?:[-*>]|\d+\.)\s+/, '').trim())
    .flatMap((line) => line.split(/(?<=[.!?])\s+(?=[\p{Lu}\d*“"])/u))
    .filter(
      (sentence) =>
        sentence !== '' && !/\b(?:ignore|disregard|instructions?|assistant|system prompt|tool)\b/i.test(sentence),
    );

const linkText = (title: string): string => title.replace(/[[\]\n]/g, ' ').trim();
