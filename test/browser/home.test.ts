import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peopleOf } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';

const CHROMIUM = '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.info(`Home is not looked at in a browser: there is no ${CHROMIUM}.`);

const SCREENSHOTS = resolve(import.meta.dirname, '../../screenshots');

describe.skipIf(!hasChromium)('given requests that wait, and the page in a browser', () => {
  let stage: Stage;
  let people: ReturnType<typeof peopleOf>;
  let browser: Browser;
  const complaints: string[] = []; // what the browser complained about

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [stage, browser] = await Promise.all([
      openStage(),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
    people = peopleOf(stage.slack);
    await people.ask('UALICE', 'please refund $48.00 of ORD-12345, the mug came broken');
    await people.card('Refund $48.00 to');
    await people.ask('UTOM', 'Please mark ticket TKT_001 as Resolved');
    await people.card('Set ticket TKT_001 to Resolved?');
    await people.ask('UTOM', 'refund ORD-30402 please, the rug has a hole');
    await people.card('Refund $289.00');
  }, 30_000);
  afterAll(async () => {
    await browser.close();
    await stage.stop();
  });

  /** A browser of their own, as a person would have, in Home. */
  const openHomeAs = async (name: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    const user = stage.slack.users.find(({ realName }) => realName === name)?.id ?? '';
    await page.goto(`${stage.slack.pageUrl}#as=${user}&in=home`);
    return page;
  };
  const photograph = (page: Page, name: string) => page.screenshot({ path: resolve(SCREENSHOTS, `${name}.png`) });
  const homeOf = (page: Page) => page.getByRole('region', { name: 'App home' });

  test('when Priya filters, reviews and approves with the keyboard, then the card, the thread and both their Homes follow', async () => {
    const [priya, alice] = await Promise.all([openHomeAs('Priya Raman'), openHomeAs('Alice Wonderland')]);
    const home = homeOf(priya);
    await home.getByText('2 need you · 1 waiting on others').waitFor();
    await photograph(priya, '20-home');

    await home.getByRole('button', { name: 'Money' }).press('Enter');
    await home.getByText('1 about money needs you').waitFor();
    const focused = await priya.evaluate('document.activeElement?.textContent');
    await home.getByLabel('home_order').selectOption({ label: 'Largest amount' });
    await home.getByRole('button', { name: 'Refresh' }).press('Enter');
    await home.getByRole('button', { name: /^Review Refund \$48\.00/ }).press('Enter');
    const form = priya.getByRole('dialog', { name: 'Review' });
    await form.getByText('nothing has changed').waitFor();
    await photograph(priya, '21-review');
    await form.getByRole('button', { name: 'Details' }).press('Enter');
    await priya.getByRole('dialog', { name: 'Details' }).getByText('Idempotency key').waitFor();
    await priya.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Refund $48.00' }).press('Enter');
    await priya.getByRole('dialog', { name: 'Approved' }).getByText('You approved Refund $48.00').waitFor();
    await photograph(priya, '22-approved');
    await priya.keyboard.press('Escape');
    await home.getByText('Nothing about money needs you.').waitFor();
    const card = await people.card('✓ Refunded $48.00');
    const told = people.inThread('C_SUPPORT', rootOf('$48.00'));
    await homeOf(alice).getByRole('button', { name: 'Refresh' }).press('Enter');
    await homeOf(alice).getByText('Done: $48.00').waitFor();
    await photograph(alice, '23-customer-home');

    expect(focused).toContain('Money');
    expect(JSON.stringify(card.blocks)).toContain('approved by <@UPRIYA>');
    expect(told.at(-1)).toMatch(/^Done: \$48\.00/);
    expect((await stage.journal()).filter(({ path }) => path.endsWith('/refunds'))).toHaveLength(1);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('when it is dark, or a phone, then everything of Home is there and fits', async () => {
    const [dark, phone, customer] = await Promise.all([
      openHomeAs('Lea Martin', { colorScheme: 'dark' }),
      openHomeAs('Lea Martin', { viewport: { width: 375, height: 812 } }),
      openHomeAs('Bob The Builder', { viewport: { width: 375, height: 812 } }),
    ]);
    await homeOf(dark).getByText('2 need you').waitFor();
    await homeOf(phone).getByText('2 need you').waitFor();
    await homeOf(customer).getByText('You have not asked for anything yet').waitFor();
    await photograph(dark, '24-home-dark');
    await photograph(phone, '25-home-phone');
    await photograph(customer, '26-customer-phone');
    await homeOf(phone)
      .getByRole('button', { name: /^Review Refund \$289\.00/ })
      .press('Enter');
    await phone.getByRole('dialog', { name: 'Review' }).getByText('nothing has changed').waitFor();
    await photograph(phone, '27-review-phone');

    const widths = await Promise.all(
      [dark, phone, customer].map((page) => page.evaluate('document.documentElement.scrollWidth - innerWidth')),
    );
    expect(widths).toEqual([0, 0, 0]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('when somebody reviews what another decides on the card meanwhile, then they are told who did', async () => {
    const lea = await openHomeAs('Lea Martin');
    await homeOf(lea)
      .getByRole('button', { name: /^Review Set to Resolved/ })
      .press('Enter');
    const form = lea.getByRole('dialog', { name: 'Review' });
    await form.getByText('nothing has changed').waitFor();
    const card = await people.card('Set ticket TKT_001 to Resolved?');
    await people.press('UPRIYA', card.ts);
    await people.cardShows(card.ts, 'approved by <@UPRIYA>');

    await form.getByRole('button', { name: /Resolved|Do it/ }).press('Enter');
    await lea.getByRole('dialog', { name: 'Not approved' }).getByText('@Priya Raman approved this').waitFor();
    await photograph(lea, '28-not-approved');

    expect(complaints).toEqual([]);
  }, 60_000);

  const rootOf = (words: string): string =>
    stage.slack.messages('C_SUPPORT').find((message) => message.text.includes(words))?.ts ?? '';
});
