import type { Drafts, DraftsDeps } from './drafts.ts';

/** Most replies are written faster than they can be read along: what shows the others is loaded with the first of them. */
export function lateDrafts(deps: DraftsDeps): Drafts {
  const late: { drafts?: Promise<Drafts> } = {};
  return {
    open: async (conversation, to, markdown) => {
      late.drafts ??= import('./drafts.ts').then(({ slackDrafts }) => slackDrafts(deps));
      return (await late.drafts).open(conversation, to, markdown);
    },
    // Without any that this process has opened, it is writing nowhere.
    end: async (ref, text) => (await late.drafts)?.end(ref, text),
  };
}
