import { type Fields, Fields as FieldsSchema, present } from '../json.ts';
import { type Block, type Element, elementsOf } from '../blocks/parts.ts';

/** One element of a message or a view. */
export interface Found {
  block: Block;
  element: Element;
}

/** What a person chose or typed; which one counts depends on the element. */
export interface Choice {
  value?: string | undefined;
  selectedOption?: unknown;
  selectedOptions?: readonly unknown[] | undefined;
}

export function findElement(
  blocks: readonly Block[],
  matches: (element: Element, block: Block) => boolean,
): Found | undefined {
  return blocks
    .flatMap((block) => elementsOf(block).map((element) => ({ block, element })))
    .find(({ block, element }) => matches(element, block));
}

/** The `actions` entry. A button's value is the app's own, whatever the browser says. */
export function actionOf({ block, element }: Found, choice: Choice, actionTs: string): Fields {
  const { type, action_id } = element;
  return { ...present({ type, action_id, block_id: block.block_id, ...chosen(element, choice) }), action_ts: actionTs };
}

const PICKED: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};

function chosen(element: Element, choice: Choice): Fields {
  if (element.type === 'button') return { text: element['text'], value: element['value'], style: element['style'] };
  if (element.type === 'feedback_buttons') return feedback(element, choice);
  const picked = PICKED[element.type];
  if (picked !== undefined) return { [picked]: choice.value ?? choice.selectedOption };
  return {
    value: choice.value,
    selected_option: choice.selectedOption === undefined ? undefined : ownOption(element, choice.selectedOption),
    selected_options: choice.selectedOptions?.map((option) => ownOption(element, option)),
  };
}

function feedback(element: Element, choice: Choice): Fields {
  const buttons = ['positive_button', 'negative_button'].map((name) => FieldsSchema.catch({}).parse(element[name]));
  const pressed = buttons.find((button) => button['value'] === choice.value) ?? buttons[0];
  return { text: pressed?.['text'], value: pressed?.['value'] };
}

/** The element's option with that value; the browser may send the option or only its value. */
function ownOption(element: Element, given: unknown): unknown {
  const value = FieldsSchema.safeParse(given).data?.['value'] ?? given;
  return optionsOf(element).find((option) => option['value'] === value) ?? given;
}

const optionList = FieldsSchema.array().catch([]);

function optionsOf(element: Element): readonly Fields[] {
  const groups = optionList.parse(element['option_groups']);
  return [element, ...groups].flatMap((owner) => optionList.parse(owner['options']));
}
