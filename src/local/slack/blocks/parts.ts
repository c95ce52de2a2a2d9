import { z } from 'zod';

/** A Block Kit block, known only by what every block has. */
export const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });
export type Block = z.infer<typeof Block>;

/** An interactive element inside a block. */
export const Element = z.looseObject({ type: z.string(), action_id: z.string().optional() });
export type Element = z.infer<typeof Element>;

const elementList = z.array(Element).catch([]);
const oneElement = z
  .array(Element)
  .or(Element.transform((element) => [element]))
  .catch([]);

/** Where a block keeps elements a person can use. */
const LISTS = ['elements', 'actions'] as const;
const SINGLES = ['accessory', 'element'] as const;
const ACTING_BLOCKS = new Set(['actions', 'context_actions', 'section', 'input', 'card']);

/** The elements a person can use, in the order they stand. */
export function elementsOf(block: Block): readonly Element[] {
  if (!ACTING_BLOCKS.has(block.type)) return [];
  return [
    ...LISTS.flatMap((name) => elementList.parse(block[name])),
    ...SINGLES.flatMap((name) => oneElement.parse(block[name])),
  ].filter((element) => element.type !== 'image');
}

/** The block with each of its elements replaced. */
export function mapElements(block: Block, change: (element: Element) => Element): Block {
  if (!ACTING_BLOCKS.has(block.type)) return block;
  const lists = LISTS.flatMap((name) => (name in block ? [[name, elementList.parse(block[name]).map(change)]] : []));
  const singles = SINGLES.flatMap((name) => oneElement.parse(block[name]).map((element) => [name, change(element)]));
  return { ...block, ...Object.fromEntries([...lists, ...singles]) };
}
