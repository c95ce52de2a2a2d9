import { markupText, plainText } from '../block-kit.ts';
import type { Mrkdwn } from '../block-kit.ts';
import { VIEW_TITLE } from '../limits.ts';
import { plain } from '../text.ts';
import type { View } from './form-kit.ts';

const NOTICE_FORM = 'notice';

interface NoticeView extends Omit<View, 'blocks' | 'submit'> {
  blocks: { type: 'section'; text: Mrkdwn }[];
}

/** Something to read where nothing can be whispered. `words`: markup, ready for Slack. */
export const noticeForm = (title: string, words: string): NoticeView => ({
  type: 'modal',
  callback_id: NOTICE_FORM,
  private_metadata: '',
  title: plainText(plain(title, VIEW_TITLE)),
  close: plainText('Close'),
  blocks: [{ type: 'section', text: markupText(words) }],
});
