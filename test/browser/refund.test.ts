import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';

const CHROMIUM = '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.info(`The newcomer's journey is skipped: there is no ${CHROMIUM}.`);

const SCREENSHOTS = resolve(import.meta.dirname, '../../screenshots');
const MUG = "my mug from ORD-12345 came broken, I'd like a refund";

describe.skipIf(!hasChromium)('given a newcomer with the page in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  const complaints: string[] = []; // what the browser complained about

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [stage, browser] = await Promise.all([
      openStage(),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
  }, 30_000);
  afterAll(async () => {
    await browser.close();
    await stage.stop();
  });

  /** A browser of their own, as a person would have. */
  const openAs = async (name: string): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    await page.goto(stage.slack.pageUrl);
    await page.getByRole('radio', { name }).check();
    await page.getByText(`You are ${name}`).waitFor();
    return page;
  };
  const photograph = (page: Page, name: string) => page.screenshot({ path: resolve(SCREENSHOTS, `${name}.png`) });
  const threadOf = (page: Page) => page.getByRole('complementary', { name: 'Thread' });
  const ask = async (page: Page, words: string): Promise<void> => {
    const composer = page.getByRole('textbox', { name: 'Message #support' });
    await composer.fill(`@Deskhand ${words}`);
    await composer.press('Enter');
    await threadOf(page).getByText(words).first().waitFor();
  };
  const openCards = async (page: Page) => {
    await page.getByRole('link', { name: /^#approvals/ }).press('Enter');
    return page.getByRole('log', { name: 'Messages' });
  };

  test('when Alice asks for a refund and Priya approves it with Enter, then it happens once and both see so', async () => {
    const [alice, priya] = await Promise.all([openAs('Alice Wonderland'), openAs('Priya Raman')]);
    await photograph(alice, '1-first-visit');

    await ask(alice, MUG);
    await threadOf(alice)
      .getByText(/a refund of \$48\.00/)
      .waitFor();
    await photograph(alice, '2-asked');
    const cards = await openCards(priya);
    await cards.getByText('Refund $48.00 to Alice Wonderland?').waitFor();
    await photograph(priya, '3-card');
    await cards.getByRole('button', { name: 'Refund $48.00' }).press('Enter');
    await cards.getByText(/✓ Refunded \$48\.00/).waitFor();
    await threadOf(alice)
      .getByText(/^Done: \$48\.00/)
      .waitFor();
    await photograph(priya, '4-refunded');
    await photograph(alice, '5-told');

    expect(await cards.getByRole('button', { name: /Refund|Reject/ }).count()).toBe(0);
    expect(
      await threadOf(alice)
        .getByText(/\$48\.00/)
        .count(),
    ).toBe(2);
    expect((await stage.journal()).filter(({ path }) => path.endsWith('/refunds'))).toMatchObject([
      { method: 'POST', status: 201, path: expect.stringContaining('ORD-12345') },
    ]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('when Priya rejects with Enter, then Alice is told kindly and no money moves', async () => {
    const amount = '$10.00';
    const before = (await stage.journal()).length;
    const [alice, priya] = await Promise.all([openAs('Alice Wonderland'), openAs('Priya Raman')]);

    await ask(alice, `please refund ${amount} of ORD-12345, the towel was stained`);
    await threadOf(alice).getByText(`a refund of ${amount}`).waitFor();
    const cards = await openCards(priya);
    await cards.getByText(`Refund ${amount} to Alice Wonderland?`).waitFor();
    await cards.getByRole('button', { name: 'Reject' }).last().press('Enter');
    await cards
      .getByText(/^Rejected by @Priya Raman/)
      .last()
      .waitFor();
    await threadOf(alice).getByText(`couldn't approve the refund of ${amount}`).waitFor();
    await cards.getByRole('link', { name: 'View thread' }).last().press('Enter');
    await threadOf(priya).getByText(`couldn't approve the refund of ${amount}`).waitFor();
    await photograph(priya, '6-rejected');

    expect((await stage.journal()).length).toBe(before);
    expect(complaints).toEqual([]);
  }, 60_000);
});
