import { z } from 'zod';
import { Article, Found } from '../../ports/company.ts';
import type { Knowledge } from '../../ports/company.ts';
import { segment, withQuery } from './client.ts';
import type { Client } from './client.ts';

export function knowledgeOver(client: Client): Knowledge {
  return {
    async search(query, limit) {
      const path = withQuery('/articles', { query, limit: String(limit) });
      return (await client.read(path, z.array(Found))) ?? [];
    },
    article: (id) => client.read(`/articles/${segment(id)}`, Article),
  };
}
