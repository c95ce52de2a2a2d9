/** Characters, as Slack counts them: after `&`, `<` and `>` are escaped. */

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER_TEXT = 150;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const FIELD_TEXT = 2_000;
export const FIELDS_PER_SECTION = 10;
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const BUTTON_TEXT = 75;
/** All markdown blocks of a message together. https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
export const MARKDOWN_TEXT = 12_000;
/** `chat.update` refuses a longer `text`. https://docs.slack.dev/reference/methods/chat.update */
export const MESSAGE_TEXT = 4_000;

/** Our own share-out of a card, so that the whole stays well below the 13,000 characters at which Slack refuses a message. */
export const FACTS_TEXT = 6_000;
export const FACTS = 40;
export const RULES = 10;
export const RULE_TEXT = 150;
export const REASON_TEXT = 200;
/** A sentence within a line: a refusal, a note. */
export const PHRASE_TEXT = 300;
/** A name or an id within a line. */
export const NAME_TEXT = 100;
/** What somebody wants, on a hand-off card. */
export const WANTS_TEXT = 1_000;
