import { test } from 'vitest';
import { sayHow } from './runs.ts';
import { tellStories } from './store-stories.ts';

test('given a company that does whatever it is asked, and any story over the real store, with jobs in any order and more than once, deaths, outages and a clock that is set, then every promise is kept', async ({
  onTestFailed,
}) => {
  onTestFailed(sayHow);
  await tellStories(false);
});
