/** One normal form, line breaks as `\n`, nothing that hides, reorders or piles up: what is seen is all there is. */
export const visibleText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(INVISIBLE, '')
    .replaceAll(PILE, '$1')
    .normalize('NFC');

/** Everything that Unicode calls ignorable, a control or a bidi control; an emoji keeps its presentation mark. */
const INVISIBLE =
  /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\ufff9-\ufffb]--[\n\t\p{Variation_Selector}]]|(?<!\p{Extended_Pictographic})\p{Variation_Selector}/gv;
/** Marks beyond what any script needs. https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format */
const PILE = /(\p{M}{30})\p{M}+/gu;
