import { z } from 'zod';
import { checkBlocks } from '../blocks/check.ts';
import { complete } from '../blocks/complete.ts';
import type { Block } from '../blocks/parts.ts';
import { initialState } from '../blocks/state-values.ts';
import { plainText } from '../blocks/texts.ts';
import { BOT, TEAM } from '../seed.ts';
import type { View } from '../state/views.ts';
import type { World } from '../world.ts';
import { type Failed, fail, invalidArguments } from './method.ts';

/** Limits of https://docs.slack.dev/reference/views */
const title = plainText(24);
const common = {
  blocks: z.unknown().optional(),
  callback_id: z.string().max(255).default(''),
  private_metadata: z.string().max(3_000).default(''),
  external_id: z.string().max(255).default(''),
};
const ViewInput = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('modal'),
    ...common,
    title,
    submit: title.optional(),
    close: title.optional(),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
  }),
  z.object({ type: z.literal('home'), ...common }),
]);
type ViewInput = z.infer<typeof ViewInput>;

const VIEW_LENGTH = 250_000; // characters of JSON

export type ReadView = { ok: true; view: View } | { ok: false; refusal: Failed };

/** A new view as Slack would store it, or why it would not. */
export function readView(world: World, value: unknown, type: View['type']): ReadView {
  if (JSON.stringify(value ?? null).length > VIEW_LENGTH) return { ok: false, refusal: fail('view_too_large') };
  const input = ViewInput.safeParse(value);
  if (!input.success) {
    const mistakes = input.error.issues.map(({ message, path }) => `${message} [json-pointer:/view/${path.join('/')}]`);
    return { ok: false, refusal: invalidArguments(mistakes) };
  }
  if (input.data.type !== type) return wrong(`must be a ${type} [json-pointer:/view/type]`);
  const checked = checkBlocks(input.data.blocks, type);
  if (!checked.ok) return wrong(...('errors' in checked ? checked.errors : [checked.error]));
  if (needsSubmit(input.data, checked.blocks))
    return wrong('missing required field: submit [json-pointer:/view/submit]');
  return { ok: true, view: stored(world, input.data, complete(checked.blocks, world.ids.named)) };
}

const wrong = (...messages: readonly string[]): ReadView => ({ ok: false, refusal: invalidArguments(messages) });

const needsSubmit = (input: ViewInput, blocks: readonly Block[]): boolean =>
  input.type === 'modal' && input.submit === undefined && blocks.some((block) => block.type === 'input');

function stored(world: World, input: ViewInput, blocks: readonly Block[]): View {
  const id = world.ids.named('V');
  const { external_id, callback_id, private_metadata } = input;
  return {
    id,
    type: input.type,
    hash: world.ids.named(''),
    team_id: TEAM.id,
    app_id: BOT.app,
    bot_id: BOT.bot,
    app_installed_team_id: TEAM.id,
    state: { values: initialState(blocks) },
    root_view_id: id,
    previous_view_id: null,
    external_id,
    callback_id,
    private_metadata,
    blocks,
    ...chromeOf(input),
  };
}

type Chrome = Pick<View, 'title' | 'submit' | 'close' | 'clear_on_close' | 'notify_on_close'>;

function chromeOf(input: ViewInput): Chrome {
  if (input.type === 'home') {
    return { title: null, submit: null, close: null, clear_on_close: false, notify_on_close: false };
  }
  const { clear_on_close, notify_on_close } = input;
  const { submit = null, close = null } = input;
  return { title: input.title, submit, close, clear_on_close, notify_on_close };
}
