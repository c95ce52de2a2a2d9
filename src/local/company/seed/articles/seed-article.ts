export interface SeedArticle {
  /** Also the end of its address. */
  id: string;
  title: string;
  /** What people call it and the article does not: searched, never shown. */
  keywords: string;
  updatedAgo: number;
  /** Markdown. The first paragraph answers the question that the title asks. */
  body: string;
}
