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

    expect(
      await cards
        .locator('article:focus')
        .getByText(/✓ Refunded \$48\.00/)
        .count(),
    ).toBe(1);
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

  test('when Priya rejects with the keyboard, then Alice reads her words and no money moves', async () => {
    const amount = '$10.00';
    const before = (await stage.journal()).length;
    const [alice, priya] = await Promise.all([openAs('Alice Wonderland'), openAs('Priya Raman')]);

    await ask(alice, `please refund ${amount} of ORD-12345, the towel was stained`);
    await threadOf(alice).getByText(`a refund of ${amount}`).waitFor();
    const cards = await openCards(priya);
    await cards.getByText(`Refund ${amount} to Alice Wonderland?`).waitFor();
    await cards.getByRole('button', { name: 'Reject' }).last().press('Enter');
    const form = priya.getByRole('dialog', { name: 'Reject this request' });
    await form.getByRole('button', { name: 'Reject' }).press('Enter');
    await form.getByText('Please fill in this field').waitFor();
    await form.getByLabel('Reason').selectOption({ label: 'Not enough evidence' });
    await form.getByLabel('Message to the customer').fill('Please send us a photo of the towel.');
    await photograph(priya, '6-reject-form');
    await form.getByRole('button', { name: 'Reject' }).press('Enter');
    await form.waitFor({ state: 'detached' });
    await cards
      .getByText(/^Rejected by @Priya Raman/)
      .last()
      .waitFor();
    await threadOf(alice).getByText('Please send us a photo of the towel.').waitFor();
    expect(
      await cards
        .locator('article:focus')
        .getByText(/^Rejected by @Priya Raman/)
        .count(),
    ).toBe(1);
    await cards.getByRole('link', { name: 'View thread' }).last().press('Enter');
    await threadOf(priya).getByText('Please send us a photo of the towel.').waitFor();
    await photograph(priya, '7-rejected');

    expect((await stage.journal()).length).toBe(before);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('when Priya changes the amount, then a mistake is told at its field, and Tom approves the new card', async () => {
    const [alice, priya, tom] = await Promise.all([
      openAs('Alice Wonderland'),
      openAs('Priya Raman'),
      openAs('Tom Baker'),
    ]);

    await ask(alice, 'please refund $11.00 of ORD-12345, the towel was stained');
    const cards = await openCards(priya);
    await cards.getByText('Refund $11.00 to Alice Wonderland?').waitFor();
    await cards.getByRole('button', { name: 'Details' }).last().press('Enter');
    await priya.getByRole('dialog', { name: 'Details' }).getByText('Idempotency key').waitFor();
    await photograph(priya, '8-details');
    await priya.keyboard.press('Escape');
    await priya.getByRole('dialog').waitFor({ state: 'detached' });
    await cards.getByRole('button', { name: 'Edit' }).last().press('Enter');
    const form = priya.getByRole('dialog', { name: 'Change this request' });
    await form.getByLabel('Amount (USD)').fill('500');
    await form.getByLabel('Note to the customer').fill('The other towels were fine.');
    await form.getByRole('button', { name: 'Save change' }).press('Enter');
    await form.getByRole('alert').getByText('$500.00 is more than what is left').waitFor();
    await photograph(priya, '9-mistake');
    expect(await form.getByLabel('Note to the customer').inputValue()).toBe('The other towels were fine.');
    await form.getByLabel('Amount (USD)').fill('7.50');
    await form.getByLabel('Amount (USD)').press('Enter');
    await form.waitFor({ state: 'detached' });
    await cards.getByText('Refund $7.50 to Alice Wonderland?').waitFor();
    await cards.getByRole('button', { name: 'Refund $7.50' }).press('Enter');
    await priya.getByText('You changed this request; another approver must decide.').waitFor();
    await photograph(priya, '10-changed');
    await (await openCards(tom)).getByRole('button', { name: 'Refund $7.50' }).press('Enter');
    await threadOf(alice)
      .getByText(/^Done: \$7\.50/)
      .waitFor();

    expect(complaints).toEqual([]);
  }, 60_000);

  test('when Alice deletes what she asked for, then the card is withdrawn and a tombstone keeps her thread', async () => {
    const [alice, priya] = await Promise.all([openAs('Alice Wonderland'), openAs('Priya Raman')]);

    await ask(alice, 'please refund $9.00 of ORD-12345, the towel was stained');
    const cards = await openCards(priya);
    await cards.getByText('Refund $9.00 to Alice Wonderland?').waitFor();
    const messages = alice.getByRole('log', { name: 'Messages', exact: true });
    await messages.getByRole('article').last().getByRole('button', { name: 'Delete message' }).press('Enter');
    await alice.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
    await messages.getByText('This message was deleted.').waitFor();
    await cards
      .getByText(/the message that asked was deleted/)
      .last()
      .waitFor();
    await photograph(alice, '11-deleted');

    expect(complaints).toEqual([]);
  }, 60_000);
});
