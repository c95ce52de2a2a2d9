import { createHmac, timingSafeEqual } from 'node:crypto';
import { SEAL_MARK } from './blocks/forms/form-value.ts';

interface Carrier {
  callback_id: string;
  private_metadata: string;
}

/** Ties what a form carries to the bot that opened it, to its kind and to the person for whom it was opened. */
export interface Seal {
  close<View extends Carrier>(view: View, user: string): View;
  /** False: it was changed on its way, opened for somebody else, or by a bot with another secret. */
  isWhole(view: Carrier, user: string): boolean;
}

export function sealWith(secret: string): Seal {
  const of = ({ callback_id, private_metadata }: Carrier, user: string): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([user, callback_id, private_metadata]))
      .digest('base64url');
  return {
    close: (view, user) => ({ ...view, private_metadata: `${view.private_metadata}${SEAL_MARK}${of(view, user)}` }),
    isWhole: (view, user) => {
      const [private_metadata = '', seal = ''] = view.private_metadata.split(SEAL_MARK);
      const expected = Buffer.from(of({ ...view, private_metadata }, user));
      const given = Buffer.from(seal);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
