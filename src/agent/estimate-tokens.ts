import type { Item } from '../domain/conversation.ts';

/** English has about four characters a token; what it takes to say who speaks comes on top. */
const CHARACTERS = 4;

/** About what items cost in a request; no tokenizer is asked. */
export const tokensOf = (items: readonly Item[]): number => items.reduce((sum, item) => sum + estimateTokens(item), 0);

const estimateTokens = (item: Item): number => {
  const { length, around } = sizeOf(item);
  return Math.ceil(length / CHARACTERS) + around;
};

/** `around`: in tokens. */
function sizeOf(item: Item): { length: number; around: number } {
  switch (item.kind) {
    case 'person':
    case 'edited':
      return { length: item.text.length + (item.by.name?.length ?? 0), around: 16 };
    case 'assistant':
      return { length: item.text.length, around: 4 };
    case 'note':
      return { length: item.text.length, around: 8 };
    case 'call':
      return { length: item.callId.length + item.name.length + item.arguments.length, around: 8 };
    case 'result':
      return { length: item.callId.length + item.output.length, around: 4 };
    case 'reasoning':
      return { length: item.sealed.length, around: 4 };
  }
}
