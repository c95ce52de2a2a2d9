import { expect, test } from 'vitest';
import { whoDecides } from '../../../src/approvals/decide/who-decides.ts';
import { ApprovalId } from '../../../src/domain/ids.ts';
import type { Directory } from '../../../src/ports/directory.ts';
import { admin, priya } from '../../fakes/approvals.ts';
import { keepLog } from '../../slack/support.ts';

test('given somebody whose role has changed since they last asked something, when they decide, then the role of now counts', async () => {
  const before = { ...admin, slackUser: priya.slackUser };
  const directory: Directory = { resolve: async (_, purpose) => (purpose === 'decide' ? priya : before) };
  const press = { approval: ApprovalId.parse('apr_000001'), team: priya.team, user: priya.slackUser };

  expect(await whoDecides({ directory, log: keepLog() }, press)).toEqual(priya);
});
