import { found, ok } from './answer.ts';
import { articleSearch } from './article-search.ts';
import type { Hit } from './article-search.ts';
import { excerptOf } from './excerpt.ts';
import type { House } from './house.ts';
import type { Article } from './records.ts';
import { read } from './route.ts';
import type { Route } from './route.ts';
import { stemsOf } from './words.ts';

const DEFAULT_LIMIT = 5;
const MOST = 20;

export function knowledgeRoutes({ shelves: { articles } }: House): readonly Route[] {
  const search = articleSearch(articles.all());
  return [
    read('/articles', ({ query }) => {
      const text = query.get('query') ?? '';
      const wanted = stemsOf(text);
      return ok(search(text, limitOf(query.get('limit'))).map((hit) => foundOf(hit, wanted)));
    }),
    read('/articles/{id}', ({ id }) => {
      const article = articles.get(id);
      return found(article && withoutKeywords(article), `article ${id}`);
    }),
  ];
}

function foundOf({ article: { id, title, url, updatedAt, body }, score }: Hit, wanted: ReadonlySet<string>) {
  return { id, title, excerpt: excerptOf(body, wanted), url, score, updatedAt };
}

const withoutKeywords = ({ id, title, body, url, updatedAt }: Article) => ({ id, title, body, url, updatedAt });

const limitOf = (text: string | null): number =>
  text !== null && /^[1-9]\d{0,3}$/.test(text) ? Math.min(Number(text), MOST) : DEFAULT_LIMIT;
