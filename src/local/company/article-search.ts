import type { Article } from './records.ts';
import { stem, stemsOf, topicWords } from './words.ts';

export interface Hit {
  article: Article;
  /** Higher is better; near 0 when the article knows only the least telling words of the query. */
  score: number;
}

/** Best first; empty when no article knows a word of the query. */
export type ArticleSearch = (query: string, limit: number) => readonly Hit[];

interface Entry {
  article: Article;
  /** How often each stem is there, a word of the title counting as several. */
  counts: ReadonlyMap<string, number>;
  length: number;
}

/** A word in the title says most about the topic. */
const WEIGHTS = { title: 6, keywords: 3, body: 1 } as const;
/** The usual constants of BM25: how soon repetition stops to matter, and how much length does. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.5;

export function articleSearch(articles: readonly Article[]): ArticleSearch {
  const entries = articles.map(entryOf);
  const averageLength = entries.reduce((sum, { length }) => sum + length, 0) / Math.max(entries.length, 1);
  const rarityOf = (word: string): number => {
    const holders = entries.filter(({ counts }) => counts.has(word)).length;
    return Math.log(1 + (entries.length - holders + 0.5) / (holders + 0.5));
  };
  return (query, limit) => {
    const wanted = [...stemsOf(query)].map((word) => ({ word, rarity: rarityOf(word) }));
    const hits = entries.map((entry) => ({ article: entry.article, score: scoreOf(entry, wanted, averageLength) }));
    return hits
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit);
  };
}

function entryOf(article: Article): Entry {
  const counts = new Map<string, number>();
  for (const field of ['title', 'keywords', 'body'] as const)
    for (const word of topicWords(article[field]).map(stem)) counts.set(word, (counts.get(word) ?? 0) + WEIGHTS[field]);
  return { article, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

/** BM25, times the share of the query that the article knows. https://en.wikipedia.org/wiki/Okapi_BM25 */
function scoreOf(
  { counts, length }: Entry,
  wanted: readonly { word: string; rarity: number }[],
  averageLength: number,
): number {
  const penalty = SATURATION * (1 - LENGTH_PENALTY + (LENGTH_PENALTY * length) / averageLength);
  const known = wanted.filter(({ word }) => counts.has(word));
  const sum = known.reduce((total, { word, rarity }) => {
    const count = counts.get(word) ?? 0;
    return total + (rarity * count * (SATURATION + 1)) / (count + penalty);
  }, 0);
  const share = totalRarity(known) / Math.max(totalRarity(wanted), Number.EPSILON);
  return Math.round(sum * share * 1_000) / 1_000;
}

const totalRarity = (words: readonly { rarity: number }[]): number =>
  words.reduce((total, { rarity }) => total + rarity, 0);
