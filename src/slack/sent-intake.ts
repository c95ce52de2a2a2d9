import { z } from 'zod';
import { TeamId, UserId } from '../domain/ids.ts';
import type { IntakeEntry, IntakeFrom } from '../ports/intake.ts';
import { ENTRY } from './blocks/forms/form-kit.ts';
import type { IntakeField } from './blocks/forms/form-kit.ts';
import { SEAL_MARK } from './blocks/forms/form-value.ts';
import { INTAKE_FORM, WANTS_PERSON } from './blocks/forms/intake-form.ts';
import { originIn } from './intake-origin.ts';
import type { IntakeOrigin } from './intake-origin.ts';
import type { Seal } from './seal.ts';

/** `altered`: not as it was opened for this person. */
export type SentIntake =
  | { kind: 'sent'; from: IntakeFrom; entry: IntakeEntry; origin: IntakeOrigin }
  | { kind: 'other-app' | 'unreadable' | 'altered' };

/** Who sent it comes from Slack, what is in it from them, and where it was opened from its seal. */
export function readSentIntake(body: unknown, seal: Pick<Seal, 'isWhole'>, appId?: string): SentIntake {
  const read = Body.safeParse(body);
  if (!read.success) return { kind: 'unreadable' };
  const { user, team, api_app_id, view } = read.data;
  if (appId !== undefined && [api_app_id, view.app_id].some((id) => id && id !== appId)) return { kind: 'other-app' };
  if (!seal.isWhole(view, user.id)) return { kind: 'altered' };
  const [carried = ''] = view.private_metadata.split(SEAL_MARK);
  const origin = originIn(carried);
  const sender = TeamId.safeParse(user.team_id ?? team?.id);
  if (!origin || !sender.success) return { kind: 'unreadable' };
  return {
    kind: 'sent',
    from: { team: sender.data, user: user.id },
    entry: entryOf(view.state.values, origin),
    origin,
  };
}

function entryOf(values: Values, { press, responseUrl: _responseUrl, ...source }: IntakeOrigin): IntakeEntry {
  const field = (name: IntakeField) => values[name]?.[ENTRY];
  const chosen = field('wants-person')?.selected_options ?? [];
  return {
    press,
    subject: field('subject')?.value ?? '',
    details: field('details')?.value ?? '',
    priority: Priority.parse(field('priority')?.selected_option?.value),
    wantsPerson: chosen.some(({ value }) => value === WANTS_PERSON),
    source,
  };
}

const Priority = z.enum(['low', 'normal', 'high']).catch('normal');
const Held = z.object({
  value: z.string().max(10_000).nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Held));
type Values = z.infer<typeof Values>;

const Body = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  view: z.object({
    app_id: z.string().nullish(),
    callback_id: z.literal(INTAKE_FORM),
    private_metadata: z.string(),
    state: z.object({ values: Values }),
  }),
});
