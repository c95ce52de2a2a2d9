import type { SeedArticle } from './seed-article.ts';

export const ABOUT_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'contact-us',
    title: 'Talk to a person',
    keywords: 'contact phone call human agent support hours opening email chat representative',
    updatedAgo: 17,
    body: `Ask here for a person at any time, and a colleague takes over the conversation with everything you have written. Our team is there from Monday to Friday, 9:00 to 18:00 Pacific time.

Outside these hours we keep your request and answer on the next working day.`,
  },
  {
    id: 'premium-membership',
    title: 'Premium membership',
    keywords: 'benefits premium customer tier join cost member loyalty points vip',
    updatedAgo: 55,
    body: `Premium customers get free standard shipping, their requests are answered first, and new products are theirs two days early. You become premium, at no cost, when your orders of one year reach $500.00.

The status lasts for a year from that day and is renewed when you reach the sum again.`,
  },
  {
    id: 'privacy',
    title: 'How we use your data',
    keywords: 'privacy gdpr personal information data protection cookies copy',
    updatedAgo: 100,
    body: `We use your data to deliver orders and to answer your questions, and never sell it. You can download a copy of it under **Account > Privacy > My data**.

Conversations with support are kept for two years. An assistant answers first; changes to orders and money are always confirmed by a person.`,
  },
  {
    id: 'packaging-and-recycling',
    title: 'Packaging and recycling',
    keywords: 'sustainable environment plastic box green recycle eco',
    updatedAgo: 120,
    body: `Our boxes are made of recycled cardboard and our padding of paper; both go into the paper bin. You can send old coffee grinders and machines back to us for recycling, free of charge.

Since last year no parcel of ours holds plastic.`,
  },
];
