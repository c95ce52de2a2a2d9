import type { SeedArticle } from './seed-article.ts';

export const WARRANTY_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'warranty',
    title: 'What the warranty covers',
    keywords: 'guarantee how long two years faulty defect stopped working broken after months',
    updatedAgo: 19,
    body: `Every product has a warranty of two years from the day of delivery, and espresso machines and grinders have three. It covers faults of material and workmanship, such as a lamp that flickers or a handle that comes loose.

It does not cover normal wear, scratches, limescale, or damage from a fall. Repairs by other people end the warranty.`,
  },
  {
    id: 'warranty-claim',
    title: 'Make a warranty claim',
    keywords: 'claim repair replace guarantee fix faulty procedure',
    updatedAgo: 36,
    body: `For a warranty claim, tell us the order number, describe the fault and add a photo or a short video. We answer within two working days and then repair the product, replace it or refund it.

We pay for shipping in both directions. A repair takes about two weeks; your warranty continues from the original date.`,
  },
  {
    id: 'spare-parts',
    title: 'Spare parts',
    keywords: 'replacement part lid seal gasket handle burr plunger',
    updatedAgo: 84,
    body: `We keep spare parts for at least seven years after a product was last sold: lids, seals, burrs, plungers and lamp shades. Tell us the product and the part, and we send you a price.

Parts that are covered by the warranty are free of charge.`,
  },
  {
    id: 'care-stoneware',
    title: 'Care for stoneware, cast iron and wood',
    keywords: 'dishwasher microwave oven wash clean cleaning rust oil mug safe',
    updatedAgo: 130,
    body: `Our stoneware is safe in the dishwasher and the microwave, but please avoid sudden changes of temperature. Cast iron, carbon steel and oak are washed by hand and dried at once.

- **Cast iron and steel**: rub with a little oil after drying.
- **Oak boards**: oil them every two months.
- **Linen and merino**: wash at 30 degrees and do not tumble dry.`,
  },
  {
    id: 'descale-espresso-machine',
    title: 'Descale your espresso machine',
    keywords: 'limescale clean coffee machine maintenance light blinking water',
    updatedAgo: 140,
    body: `Descale the espresso machine every three months, or when its orange light blinks. Use citric acid or our descaler, never vinegar, which harms the seals.

1. Fill the tank with one litre of water and one sachet of descaler.
2. Hold both buttons for three seconds to start the programme.
3. After 20 minutes, rinse twice with fresh water.`,
  },
];
