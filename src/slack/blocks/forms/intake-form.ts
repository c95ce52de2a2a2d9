import { INTAKE_LENGTH } from '../../../ports/intake.ts';
import type { IntakeDraft } from '../../../ports/intake.ts';
import { plainSection, plainText } from '../block-kit.ts';
import { checkbox, input, lines, oneLine, select } from './form-kit.ts';
import type { FormBlock, View } from './form-kit.ts';

export const INTAKE_FORM = 'intake_form';
export const WANTS_PERSON = 'wants-person';
/** Of the choices, `[value, what people read]`. */
const NORMAL = ['normal', 'Medium'] as const;
const PRIORITIES = [['low', 'Low'], NORMAL, ['high', 'High']] as const;

/** Opens a ticket without the model, or, where there is no record for one, reaches a colleague. `carried`: where it was opened. */
export function intakeForm({ opens, subject, details }: IntakeDraft, carried: string): View {
  const isTicket = opens !== 'nothing';
  return {
    type: 'modal',
    callback_id: INTAKE_FORM,
    private_metadata: carried,
    title: plainText(isTicket ? 'Open a ticket' : 'Leave it with the team'),
    close: plainText('Cancel'),
    submit: plainText(isTicket ? 'Open ticket' : 'Send'),
    blocks: [
      ...(isTicket ? [] : [plainSection(NO_RECORD)]),
      input('subject', { label: 'Subject' }, oneLine(subject, INTAKE_LENGTH.subject)),
      input('details', { label: 'Details (note for the team)' }, lines(details, INTAKE_LENGTH.details)),
      ...(isTicket ? ticketFields(opens) : []),
    ],
  };
}

const NO_RECORD =
  'I know of no customer record for you, so no ticket is opened: a colleague gets what you write here, and answers you.';

const ticketFields = (opens: 'own-ticket' | 'ticket-for-customer'): readonly FormBlock[] => [
  input('priority', { label: 'Priority' }, select(PRIORITIES, NORMAL)),
  input(
    'wants-person',
    { label: 'A person', optional: true },
    checkbox([WANTS_PERSON, opens === 'own-ticket' ? 'Ask a colleague to write to me' : 'Call a colleague']),
  ),
];
