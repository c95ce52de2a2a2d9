import { defineTool } from './define-tool.ts';
import { cut, text } from './fields.ts';
import type { Tool } from './tool.ts';

const WANTS_LENGTH = 300;

export function handOff(): Tool {
  return defineTool({
    name: 'hand_off',
    description:
      'Calls a colleague into this thread. Call it when the person asks for a human, is upset, mentions safety, legal matters or abuse, ' +
      'or when two attempts did not help. Not for questions you can answer. Never promise when somebody will come, or what they will decide.',
    fields: {
      wants: text(2_000)
        .overwrite((value) => cut(value, WANTS_LENGTH))
        .describe('What the person wants, in one or two sentences for the colleague, from what they wrote.'),
    },
    answer: async ({ wants }) => ({ kind: 'hand-off', wants }),
  });
}
