/** Characters, as Slack counts them: after `&`, `<` and `>` are escaped. */

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER_TEXT = 150;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const FIELD_TEXT = 2_000;
export const FIELDS_PER_SECTION = 10;
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const BUTTON_TEXT = 75;
/** Of a section, below the 3,000 that Slack takes. */
export const SECTION_TEXT = 2_900;
/** All markdown blocks of a message together. https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
export const MARKDOWN_TEXT = 12_000;
/** `chat.update` refuses a longer `text`. https://docs.slack.dev/reference/methods/chat.update */
export const MESSAGE_TEXT = 4_000;

/** Our own share-out of a card: all of its texts together, well below the 13,000 characters at which Slack refuses a message. */
export const CARD_TEXT = 11_500;
export const FACTS_TEXT = 6_000;
/** With its label: two of them stand in one row. */
export const SHORT_FACT = 32;
export const FACTS = 40;
/** Of all rows of a card together. */
export const ROWS_FACTS = 60;
export const RULES = 10;
export const RULE_TEXT = 150;
/** More than any reason: 200 characters at most, each of them up to five when escaped. */
export const REASON_TEXT = 1_000;
/** A sentence within a line: a refusal, a note. */
export const PHRASE_TEXT = 300;
/** A name or an id within a line. */
export const NAME_TEXT = 100;
/** A sentence within a row of several. */
export const ROW_PHRASE_TEXT = 100;
/** What somebody wants, on a hand-off card. */
export const WANTS_TEXT = 1_000;

/** https://docs.slack.dev/reference/views/modal-views */
export const VIEW_TITLE = 24;
/** https://docs.slack.dev/reference/block-kit/blocks/input-block */
export const INPUT_TEXT = 3_000;
/** Of one part of the details: a form takes 100 blocks. */
export const DETAIL_SECTIONS = 10;
/** Of one row among several, so that five and the earlier requests fit into one form. */
export const ROW_DETAILS = 18;
