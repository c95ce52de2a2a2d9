import { type Block, mapElements } from './parts.ts';

/** The blocks as Slack stores them: every block has a `block_id`, every element an `action_id`. */
export function complete(blocks: readonly Block[], newId: (prefix: string) => string): readonly Block[] {
  return blocks.map((block) => ({
    ...mapElements(block, (element) =>
      element.type === 'image' ? element : { ...element, action_id: element.action_id ?? newId('a') },
    ),
    block_id: block.block_id ?? newId('b'),
  }));
}
