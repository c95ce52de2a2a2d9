import type { Home, HomeWish } from '../../../ports/home.ts';
import { context, header, section } from '../block-kit.ts';
import { clock } from '../slack-tokens.ts';
import { holdBanner } from './hold-banner.ts';
import { controls, divider } from './home-kit.ts';
import type { HomeBlock, HomeView } from './home-kit.ts';
import { ownBlocks } from './own-home.ts';
import { refreshButton } from './queue-controls.ts';
import { attentionBlocks, dayWords, queueBlocks } from './queue-home.ts';
import type { Beside } from './queue-home.ts';
import { wishValue } from './wish.ts';

interface Around extends Beside {
  /** Markup, about what this person did a moment ago, on top of everything. */
  notice?: string;
}

/** The app's Home as Slack publishes it. */
export function homeView(home: Home, wish: HomeWish, around: Around = {}): HomeView {
  const shown = home.kind === 'queue' ? home.wish : wish;
  return view(shown, [...noticeBlocks(around.notice), ...blocksOf(home, shown, around)]);
}

/** Where nothing could be read: `words` say so, and one press tries again. */
export const sorryHome = (wish: HomeWish, words: string, notice?: string): HomeView =>
  view(wish, [...noticeBlocks(notice), section(words), ...controls([refreshButton(wish, 'Try again')])]);

const view = (wish: HomeWish, blocks: readonly HomeBlock[]): HomeView => ({
  type: 'home',
  callback_id: 'home',
  private_metadata: wishValue(wish),
  blocks,
});

const noticeBlocks = (notice: string | undefined): readonly HomeBlock[] =>
  notice === undefined ? [] : [section(notice), divider];

function blocksOf(home: Home, wish: HomeWish, beside: Beside): readonly HomeBlock[] {
  switch (home.kind) {
    case 'queue':
      return queueBlocks(home, beside);
    case 'overview':
      return overviewBlocks(home, wish);
    case 'own':
      return ownBlocks(home, wish);
    case 'stranger':
      return [section('I can answer questions from the help articles here: mention me or write to me in “Messages”.')];
  }
}

type Overview = Extract<Home, { kind: 'overview' }>;

const overviewBlocks = (home: Overview, wish: HomeWish): readonly HomeBlock[] => [
  header('Support at a glance'),
  context(`Admins configure Deskhand and do not approve requests · as of ${clock(home.at)}`),
  ...holdBanner(home.holds, 'admin'),
  ...heldBlocks(home),
  section(
    `*${home.waiting}* ${home.waiting === 1 ? 'request waits' : 'requests wait'} for a decision · ${home.handled.total} handled ${dayWords(home)}`,
  ),
  ...attentionBlocks(home.attention, dayWords(home)),
  ...controls([refreshButton(wish)]),
  context('`/support pause executions` stops everything that is not yet being carried out; `/support resume` goes on.'),
];

/** What resuming would set going, and what it would not. */
function heldBlocks({ holds, attention: { approved, unknown, forPerson } }: Overview): readonly HomeBlock[] {
  if (holds.length === 0) return [];
  const open = unknown + forPerson;
  const waits = `*${approved}* approved ${approved === 1 ? 'request waits' : 'requests wait'} until executions go on`;
  return [section(`${waits} · *${open}* ${open === 1 ? 'outcome is' : 'outcomes are'} not yet known`)];
}
