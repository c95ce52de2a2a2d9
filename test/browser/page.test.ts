import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/local/slack/page/protocol.ts';
import { answer, editModal, hostileBlocks, refundCard } from '../local/slack/page/samples.ts';
import { startStubServer } from '../local/slack/page/stub-server.ts';
import type { StubServer } from '../local/slack/page/stub-server.ts';

const CHROMIUM = '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.info(`The page's browser tests are skipped: there is no ${CHROMIUM}.`);

describe.skipIf(!hasChromium)('given the page in a browser', () => {
  let browser: Browser;
  let server: StubServer;
  let mistakes: string[]; // what the browser complained about

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await startStubServer();
    mistakes = [];
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.stop();
  });

  /** A tab of its own: nothing is remembered from another test. */
  const open = async (hash = '', options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => mistakes.push(error.message));
    page.on('console', (line) => line.type() === 'error' && mistakes.push(line.text()));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => mistakes.push(`dialog: ${dialog.message()}`)));
    await page.goto(`${server.url}${hash}`);
    await page.getByRole('textbox').first().waitFor();
    return page;
  };
  const write = async (page: Page, name: string, text: string): Promise<void> => {
    await page.getByRole('textbox', { name, exact: true }).fill(text);
    await page.getByRole('textbox', { name, exact: true }).press('Enter');
  };
  const bot = (channel: string, message: Partial<Message>): string => {
    const ts = server.nextTs();
    server.tell({ type: 'message', channel, message: { ts, user: 'UBOT', bot_id: 'B1', text: '', ...message } });
    return ts;
  };
  const askedFor = (path: string): readonly unknown[] =>
    server.asked.filter((one) => one.path === path).map(({ body }) => body);
  /** What the control with the focus is called. */
  const focused = async (page: Page): Promise<string | null> => {
    const control = page.locator(':focus');
    return (await control.getAttribute('aria-label')) ?? (await control.textContent());
  };
  const threadIn = (page: Page): string => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('thread') ?? '';
  const card = (): string => bot('C_APPROVALS', { text: 'Refund?', blocks: refundCard });

  describe('when a colleague types a command', () => {
    test('then the app is told, nobody else sees it, and only they read the answer', async () => {
      const page = await open('#as=UPRIYA&in=C_SUPPORT');

      await write(page, 'Message #support', '/support approvals');
      const message = { ts: server.nextTs(), user: 'UBOT', bot_id: 'B1', text: 'Nothing waits.' };
      server.tell({ type: 'ephemeral', channel: 'C_SUPPORT', user: 'UPRIYA', message });

      await page.getByText('Nothing waits.').waitFor();
      await page.getByText('Only visible to you').waitFor();
      expect(askedFor('/ui/command')).toEqual([{ user: 'UPRIYA', channel: 'C_SUPPORT', text: '/support approvals' }]);
      expect(askedFor('/ui/post')).toEqual([]);
      expect(await page.getByRole('textbox', { name: 'Message #support' }).inputValue()).toBe('');
      expect(mistakes).toEqual([]);
    });

    test('then one that does not exist comes back into the composer with the reason', async () => {
      server.answer('/ui/command', { ok: false, error: 'unknown_command' });
      const page = await open('#as=UPRIYA&in=C_SUPPORT');

      await write(page, 'Message #support', '/refund all');

      await page.getByRole('alert').getByText('/refund is not a valid command').waitFor();
      expect(await page.getByRole('textbox', { name: 'Message #support' }).inputValue()).toBe('/refund all');
    });

    test('then a thread says that there are none in threads', async () => {
      server.answer('/ui/command', { ok: false, error: 'not_in_threads' });
      const ts = bot('C_SUPPORT', { text: 'hello' });
      const page = await open(`#as=UPRIYA&in=C_SUPPORT&thread=${ts}`);

      await write(page, 'Reply in #support thread', '/support approvals');

      await page.getByRole('alert').getByText('/support does not work in threads').waitFor();
      expect(askedFor('/ui/command')).toMatchObject([{ threadTs: ts }]);
    });
  });

  describe('when a customer writes', () => {
    test('then Enter sends, the thread opens, and the answer appears in it after the status', async () => {
      const page = await open();
      const thread = page.getByRole('complementary', { name: 'Thread' });

      await write(page, 'Message #support', 'my mug came broken');
      await thread.getByText('my mug came broken').waitFor();
      server.tell({ type: 'status', channel: 'C_SUPPORT', threadTs: threadIn(page), status: 'is looking…' });
      await thread.getByText('Deskhand is looking…').waitFor();
      bot('C_SUPPORT', { thread_ts: threadIn(page), blocks: answer });

      await thread.getByRole('link', { name: '[1]' }).waitFor();
      await thread.getByText('Deskhand is looking…').waitFor({ state: 'detached' });
      expect(askedFor('/ui/post')).toEqual([{ user: 'UALICE', channel: 'C_SUPPORT', text: 'my mug came broken' }]);
      expect(await page.getByRole('textbox', { name: 'Message #support' }).inputValue()).toBe('');
      expect(await thread.getByRole('link', { name: '[1]' }).getAttribute('rel')).toContain('noreferrer');
      expect(mistakes).toEqual([]);
    });

    test('then Shift+Enter starts a line and sends nothing', async () => {
      const page = await open();
      const composer = page.getByRole('textbox', { name: 'Message #support' });

      await composer.fill('one');
      await composer.press('Shift+Enter');
      await composer.pressSequentially('two');

      expect(await composer.inputValue()).toBe('one\ntwo');
      expect(askedFor('/ui/post')).toEqual([]);
    });

    test('then a reply in the thread panel goes to the thread', async () => {
      const page = await open();
      await write(page, 'Message #support', 'hello');

      await write(page, 'Reply in #support thread', 'any news?');

      await page.getByRole('button', { name: '1 reply' }).waitFor();
      expect(askedFor('/ui/post').at(-1)).toEqual({
        user: 'UALICE',
        channel: 'C_SUPPORT',
        text: 'any news?',
        threadTs: threadIn(page),
      });
    });

    test('then a refused message comes back into the composer with the reason', async () => {
      const page = await open();
      server.answer('/ui/post', { ok: false, error: 'not_in_channel' });

      await write(page, 'Message #support', 'hello');

      await page.getByText('Not sent: not_in_channel').waitFor();
      expect(await page.getByRole('textbox', { name: 'Message #support' }).inputValue()).toBe('hello');
    });

    test('then an answer to a direct message opens its thread', async () => {
      const page = await open('#as=UALICE&in=D_UALICE');
      await write(page, 'Message Deskhand', 'hello');
      await page.getByText('hello', { exact: true }).first().waitFor();
      const ts = await page.locator('[data-ts]').last().getAttribute('data-ts');

      bot('D_UALICE', { thread_ts: ts ?? '', text: 'Hello Alice' });

      await page.getByRole('complementary', { name: 'Thread' }).getByText('Hello Alice').waitFor();
    });

    test('then a link to a message of this workspace opens its thread on this page', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = bot('C_SUPPORT', { text: 'where it began' });
      const address = `${new URL(server.url).origin}/archives/C_SUPPORT/p${ts.replace('.', '')}`;
      bot('C_APPROVALS', { text: `<${address}|View thread>` });

      await page.getByRole('link', { name: 'View thread' }).click();

      await page.getByRole('complementary', { name: 'Thread' }).getByText('where it began').waitFor();
      expect(page.context().pages()).toHaveLength(1);
    });
  });

  describe('when the bot works on a thread', () => {
    const root = { ts: '1790000500.000100', user: 'UALICE', text: 'where is my order?' };
    const growing = (text: string): Message => ({
      ts: '1790000501.000100',
      user: 'UBOT',
      bot_id: 'B1',
      thread_ts: root.ts,
      text,
      streaming_state: 'in_progress',
      blocks: [
        { type: 'task_card', task_id: 't', title: 'Looking up ORD-12345', status: 'in_progress' },
        { type: 'markdown', text },
      ],
    });
    const session = (status: 'processing' | 'suspended' | 'active', title?: string): void =>
      server.tell({
        type: 'session',
        session: { channel: 'C_SUPPORT', threadTs: root.ts, status, ...(title === undefined ? {} : { title }) },
      });
    const openThread = async (): Promise<{ page: Page; thread: Locator }> => {
      server.tell({ type: 'message', channel: 'C_SUPPORT', message: root });
      const page = await open(`#as=UALICE&in=C_SUPPORT&thread=${root.ts}`);
      return { page, thread: page.getByRole('complementary', { name: 'Thread' }) };
    };

    test('then its message grows, with its tasks, until it is whole', async () => {
      const { thread } = await openThread();

      server.tell({ type: 'message', channel: 'C_SUPPORT', message: growing('It is') });
      await thread.getByText('It is', { exact: true }).waitFor();
      await thread.getByRole('img', { name: 'in progress' }).waitFor();
      server.tell({ type: 'message_changed', channel: 'C_SUPPORT', message: growing('It is on its way.') });

      await thread.getByText('It is on its way.').waitFor();
      expect(await thread.locator('[aria-busy=true]').count()).toBe(1);
      expect(await thread.getByText('It is').count()).toBe(1);
      const whole = { ...growing('It is on its way.'), streaming_state: 'completed' as const };
      server.tell({ type: 'message_changed', channel: 'C_SUPPORT', message: whole });
      await thread.locator('[aria-busy=true]').waitFor({ state: 'detached' });
      expect(mistakes).toEqual([]);
    });

    test('then its head says so, and Stop stops it', async () => {
      const { page, thread } = await openThread();
      const stop = thread.getByRole('button', { name: 'Stop' });
      expect(await stop.count()).toBe(0);

      session('processing', 'Order ORD-12345');
      await thread.getByText('Working…').waitFor();
      await thread.getByRole('heading', { name: 'Order ORD-12345' }).waitFor();
      await stop.click();

      await expect
        .poll(() => askedFor('/ui/stop'))
        .toEqual([{ user: 'UALICE', channel: 'C_SUPPORT', threadTs: root.ts }]);
      session('suspended');
      await thread.getByText('Waiting for a decision').waitFor();
      await stop.waitFor({ state: 'detached' });
      session('active');
      await thread.getByText('Waiting for a decision').waitFor({ state: 'detached' });
      expect(page.url()).toContain(root.ts);
    });

    test('then a message that is being written can be stopped as well, and one that broke off says so', async () => {
      const { thread } = await openThread();

      server.tell({ type: 'message', channel: 'C_SUPPORT', message: growing('It is') });
      await thread.getByRole('button', { name: 'Stop' }).waitFor();
      server.tell({
        type: 'message_changed',
        channel: 'C_SUPPORT',
        message: { ...growing('It is'), streaming_state: 'errored' },
      });

      await thread.getByText('This message broke off.').waitFor();
      await thread.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    });
  });

  describe('when somebody opens their direct messages', () => {
    const prompts = [{ title: 'Find an order', message: 'Where is my order?' }];

    test('then the app is told once, and what it suggests is sent by a click', async () => {
      const page = await open('#as=UALICE&in=D_UALICE');
      await expect.poll(() => askedFor('/ui/messages')).toEqual([{ user: 'UALICE' }]);
      server.tell({ type: 'prompts', channel: 'D_UALICE', prompts: { title: 'Things you can ask', prompts } });

      await page.getByText('Things you can ask').waitFor();
      await page.getByRole('button', { name: 'Find an order' }).click();

      await page.getByText('Where is my order?', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Find an order' }).waitFor({ state: 'detached' });
      expect(askedFor('/ui/post')).toEqual([{ user: 'UALICE', channel: 'D_UALICE', text: 'Where is my order?' }]);
      await page.getByRole('article').first().hover();
      await page.getByRole('button', { name: 'Reply in thread' }).click();
      await page.getByRole('complementary', { name: 'Thread' }).waitFor();
      expect(askedFor('/ui/messages')).toHaveLength(1);
    });
  });

  describe('when a message has a menu', () => {
    const more = (page: Page): Locator =>
      page.getByRole('article').first().getByRole('button', { name: 'Message menu' });

    test('then its shortcut can be used with the keyboard alone', async () => {
      const page = await open('#as=UPRIYA&in=C_SUPPORT');

      await more(page).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Open a ticket from this message');
      await page.keyboard.press('Enter');

      await expect
        .poll(() => askedFor('/ui/shortcut'))
        .toEqual([{ user: 'UPRIYA', channel: 'C_SUPPORT', ts: '1789990000.000100', callbackId: 'open_ticket' }]);
      expect(await page.getByRole('menuitem').count()).toBe(0);
      expect(await focused(page)).toBe('Message menu');
    });

    test('then an app that does not answer is named, and Escape closes the menu', async () => {
      server.answer('/ui/shortcut', { ok: true, acked: false });
      const page = await open('#as=UPRIYA&in=C_SUPPORT');
      await page.getByRole('article').first().hover();

      await more(page).click();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('menuitem').count()).toBe(0);
      await more(page).click();
      await page.getByRole('menuitem', { name: 'Open a ticket from this message' }).click();

      await page.getByRole('alert').getByText('The app did not answer in time.').waitFor();
    });

    test('then on a phone a tap on the message shows it', async () => {
      const page = await open('#as=UPRIYA&in=C_SUPPORT', {
        viewport: { width: 390, height: 780 },
        hasTouch: true,
        isMobile: true,
      });
      expect(await more(page).isVisible()).toBe(false);

      await page.getByText('Good morning!').tap();
      await more(page).tap();

      await page.getByRole('menuitem', { name: 'Open a ticket from this message' }).tap();
      await expect.poll(() => askedFor('/ui/shortcut')).toHaveLength(1);
    });
  });

  describe('when somebody changes what they wrote', () => {
    const edit = async (page: Page): Promise<Locator> => {
      await page.getByRole('article').first().hover();
      await page.getByRole('article').first().getByRole('button', { name: 'Edit message' }).click();
      return page.getByRole('textbox', { name: 'Edit message' });
    };

    test('then Enter saves it, and everybody sees that it was edited', async () => {
      const page = await open('#as=UBOB&in=C_SUPPORT');
      const ts = '1789990000.000100';

      const box = await edit(page);
      expect(await focused(page)).toBe('Edit message');
      await box.fill('Is it open on <Sundays>?');
      bot('C_SUPPORT', { thread_ts: ts, text: 'Let me see.' });
      bot('C_SUPPORT', { text: 'meanwhile' });
      await page.getByText('meanwhile').waitFor();
      await box.press('Enter');

      await page.getByRole('button', { name: '1 reply' }).waitFor();
      expect(askedFor('/ui/edit')).toEqual([
        { user: 'UBOB', channel: 'C_SUPPORT', ts, text: 'Is it open on <Sundays>?' },
      ]);
      const message = { ts, user: 'UBOB', text: 'Is it open on &lt;Sundays&gt;?', edited: {} };
      server.tell({ type: 'message_changed', channel: 'C_SUPPORT', message });
      await page.getByText('(edited)').waitFor();
      expect(await focused(page)).toBe('Edit message');
      expect(await (await edit(page)).inputValue()).toBe('Is it open on <Sundays>?');
    });

    test('then Escape leaves it as it was', async () => {
      const page = await open('#as=UBOB&in=C_SUPPORT');

      const box = await edit(page);
      await box.fill('something else');
      await box.press('Escape');

      await page.getByText('Is the warehouse open').waitFor();
      expect(askedFor('/ui/edit')).toEqual([]);
    });

    test('then a change that is refused stays in the box', async () => {
      server.answer('/ui/edit', { ok: false });
      const page = await open('#as=UBOB&in=C_SUPPORT');

      const box = await edit(page);
      await box.fill('something else');
      await box.press('Enter');

      await page.getByRole('alert').getByText('Not saved.').waitFor();
      expect(await box.inputValue()).toBe('something else');
    });

    test('then nobody can change what somebody else wrote', async () => {
      const page = await open('#as=UALICE&in=C_SUPPORT');

      expect(await page.getByRole('button', { name: 'Edit message', includeHidden: true }).count()).toBe(0);
    });
  });

  describe('when somebody attaches a file', () => {
    test('then it goes along with the message, which names it', async () => {
      const page = await open();
      const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('two mugs') };

      await page.locator('main input[type=file]').setInputFiles([file, { ...file, name: 'wrong.txt' }]);
      await page.getByRole('button', { name: 'Leave out wrong.txt' }).click();
      await page.locator('main').getByRole('button', { name: 'Send' }).click();

      await expect
        .poll(() => askedFor('/ui/post'))
        .toEqual([
          {
            user: 'UALICE',
            channel: 'C_SUPPORT',
            text: '',
            files: [{ name: 'notes.txt', mimetype: 'text/plain', content: 'two mugs' }],
          },
        ]);
      await page.getByRole('button', { name: 'Leave out notes.txt' }).waitFor({ state: 'detached' });
      const message = { ts: server.nextTs(), user: 'UALICE', text: '', files: [{ id: 'F1', name: 'notes.txt' }] };
      server.tell({ type: 'message', channel: 'C_SUPPORT', message });
      await page.getByRole('list', { name: 'Files' }).getByText('notes.txt').waitFor();
    });
  });

  describe('when somebody switches identity', () => {
    test('then the channels are theirs, and the address bar keeps who they are', async () => {
      const page = await open();
      expect(await page.getByRole('link', { name: '#approvals' }).count()).toBe(0);

      await page.getByRole('radio', { name: 'Priya Raman (agent)' }).check();
      await page.getByRole('link', { name: '#approvals' }).click();
      await page.reload();

      await page.getByRole('textbox', { name: 'Message #approvals' }).waitFor();
      expect(await page.getByRole('radio', { name: /agent/ }).first().isChecked()).toBe(true);
      expect(new URL(page.url()).hash).toBe('#as=UPRIYA&in=C_APPROVALS');
    });

    test('then another tab stays who it is, and sees what the first one writes', async () => {
      const alice = await open('#as=UALICE&in=C_SUPPORT');
      const priya = await open('#as=UPRIYA&in=C_GENERAL');

      await write(alice, 'Message #support', 'hello from Alice');

      await priya.getByRole('link', { name: '#support, 2 unread' }).click();
      await priya.getByText('hello from Alice').waitFor();
      await priya.getByRole('link', { name: '#support', exact: true }).waitFor();
    });
  });

  describe('when a message arrives in a channel whose link has the focus', () => {
    test('then the link keeps it, and Enter opens the channel', async () => {
      const alice = await open('#as=UALICE&in=C_SUPPORT');
      const priya = await open('#as=UPRIYA&in=C_APPROVALS');
      const link = priya.getByRole('link', { name: /^#support/ });
      const before = await link.getAttribute('aria-label');
      await link.focus();

      await write(alice, 'Message #support', 'hello from Alice');
      await priya.locator(`a[aria-label="${before}"]`).waitFor({ state: 'detached' });
      await priya.keyboard.press('Enter');

      await priya.getByText('hello from Alice').waitFor();
    });
  });

  describe('when a card asks for a decision', () => {
    test('then a click spins until it is answered, and warns when the app was silent', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      const { promise, resolve } = Promise.withResolvers<object>();
      server.answer('/ui/click', promise);
      const approve = page.getByRole('button', { name: 'Refund $48.00' });

      await approve.click();
      await page.locator('button[aria-busy=true]').waitFor();
      await approve.click();
      resolve({ ok: true, acked: false });

      await page.getByText('did not answer in time').waitFor();
      expect(await page.locator('[aria-busy=true]').count()).toBe(0);
      expect(askedFor('/ui/click')).toEqual([
        {
          user: 'UPRIYA',
          channel: 'C_APPROVALS',
          messageTs: ts,
          blockId: 'decide',
          actionId: 'approve',
          value: 'apr_1',
        },
      ]);
    });

    test('then a choice from its menu is sent as the option', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      card();

      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'View details' }).click();

      await expect
        .poll(() => askedFor('/ui/click'))
        .toMatchObject([{ actionId: 'more', selectedOption: { value: 'details' } }]);
    });

    test('then the redrawn card takes its place', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      await page.getByRole('button', { name: 'Refund $48.00' }).waitFor();
      const done = [
        { type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: '✓ Refunded $48.00 · approved by <@UPRIYA>' } },
      ];

      server.tell({
        type: 'message_changed',
        channel: 'C_APPROVALS',
        message: { ts, user: 'UBOT', bot_id: 'B1', text: '', blocks: done },
      });

      await page.getByText('✓ Refunded $48.00 · approved by @Priya Raman').waitFor();
      expect(await page.getByRole('button', { name: 'Refund $48.00' }).count()).toBe(0);
    });

    const redrawn = (ts: string, blocks: readonly unknown[]): void =>
      server.tell({
        type: 'message_changed',
        channel: 'C_APPROVALS',
        message: { ts, user: 'UBOT', bot_id: 'B1', text: '', blocks },
      });
    /** The message that has the focus. */
    const focused = (page: Page) => page.locator('article:focus').getAttribute('data-ts');

    test('then who pressed its button with the keyboard stays on the card when it is decided', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      await page.getByRole('button', { name: 'Refund $48.00' }).press('Enter');
      await expect.poll(() => askedFor('/ui/click').length).toBe(1);

      redrawn(ts, [{ type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: '✓ Refunded $48.00' } }]);
      await page.getByText('✓ Refunded $48.00').waitFor();

      expect(await focused(page)).toBe(ts);
      redrawn(ts, [{ type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: '✓ All is done' } }]);
      await page.getByText('✓ All is done').waitFor();
      expect(await focused(page)).toBe(ts);
    });

    test('then who is on a button that is still there when the card is redrawn stays on it', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      const reject = page.getByRole('button', { name: 'Reject…' });
      await reject.focus();

      redrawn(ts, [{ type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: '1 of 2' } }, ...refundCard]);
      await page.getByText('1 of 2').waitFor();

      expect(await reject.evaluate((button) => button.matches(':focus'))).toBe(true);
    });

    test('then closing a form it opened leads back to the button, and from there to the decided card', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      const reject = page.getByRole('button', { name: 'Reject…' });
      await reject.press('Enter');
      server.tell({ type: 'view_opened', user: 'UPRIYA', view: editModal });
      await page.getByRole('dialog', { name: 'Edit refund' }).waitFor();

      server.tell({ type: 'view_closed', user: 'UPRIYA', view: editModal });
      await page.getByRole('dialog').waitFor({ state: 'detached' });

      expect(await reject.evaluate((button) => button.matches(':focus'))).toBe(true);
      redrawn(ts, [{ type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: 'Rejected' } }]);
      await page.getByText('Rejected', { exact: true }).waitFor();
      expect(await focused(page)).toBe(ts);
    });

    test('then a card that is decided while its form is open still gets the focus afterwards', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const ts = card();
      await page.getByRole('button', { name: 'Reject…' }).press('Enter');
      server.tell({ type: 'view_opened', user: 'UPRIYA', view: editModal });
      await page.getByRole('dialog', { name: 'Edit refund' }).waitFor();

      redrawn(ts, [{ type: 'section', block_id: 'x', text: { type: 'mrkdwn', text: 'Decided by others' } }]);
      await page.getByText('Decided by others').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });

      expect(await focused(page)).toBe(ts);
    });

    test('then a button that asks first sends nothing on no, and the click on yes', async () => {
      const page = await open('#as=ULEA&in=C_APPROVALS');
      const text = { type: 'plain_text', text: 'Pay out' };
      const confirm = {
        title: { type: 'plain_text', text: 'Really?' },
        text: { type: 'mrkdwn', text: '*$640.00*' },
        confirm: { type: 'plain_text', text: 'Yes' },
        deny: { type: 'plain_text', text: 'No' },
      };
      bot('C_APPROVALS', {
        blocks: [{ type: 'actions', block_id: 'a', elements: [{ type: 'button', action_id: 'pay', text, confirm }] }],
      });

      await page.getByRole('button', { name: 'Pay out' }).click();
      await page.getByRole('dialog', { name: 'Really?' }).getByRole('button', { name: 'No' }).click();
      await page.getByRole('button', { name: 'Pay out' }).click();
      await page.getByRole('dialog', { name: 'Really?' }).getByRole('button', { name: 'Yes' }).click();

      await expect.poll(() => askedFor('/ui/click').length).toBe(1);
      expect(mistakes).toEqual([]);
    });

    test('then what only the clicker may see is shown to nobody else', async () => {
      const page = await open('#as=UBOB&in=C_SUPPORT');
      const message = {
        ts: server.nextTs(),
        user: 'UBOT',
        bot_id: 'B1',
        text: 'Only the support team can use these buttons.',
      };

      server.tell({ type: 'ephemeral', channel: 'C_SUPPORT', user: 'UBOB', message });

      await page.getByText('Only visible to you').waitFor();
      await page.getByText('Only the support team can use these buttons.').waitFor();
      await page.getByRole('radio', { name: 'Alice Wonderland (customer)' }).check();
      await page.getByText('Only visible to you').waitFor({ state: 'detached' });
    });
  });

  describe('when somebody wants their message gone', () => {
    const seed = async (): Promise<{ page: Page; ts: string; log: ReturnType<Page['getByRole']> }> => {
      const page = await open('#as=UALICE&in=C_SUPPORT');
      await write(page, 'Message #support', 'refund me');
      await page.getByRole('textbox', { name: 'Reply in #support thread' }).waitFor();
      return { page, ts: threadIn(page), log: page.getByRole('log', { name: 'Messages', exact: true }) };
    };

    test('then the keyboard alone deletes it, once they are sure', async () => {
      const { page, ts, log } = await seed();

      await log.getByRole('button', { name: 'Delete message' }).press('Enter');
      await page.getByRole('dialog', { name: 'Delete message' }).getByRole('button', { name: 'Cancel' }).press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(askedFor('/ui/delete')).toEqual([]);
      await log.getByRole('button', { name: 'Delete message' }).press('Enter');
      await page.getByRole('dialog', { name: 'Delete message' }).getByRole('button', { name: 'Delete' }).press('Enter');

      await expect.poll(() => askedFor('/ui/delete')).toEqual([{ user: 'UALICE', channel: 'C_SUPPORT', ts }]);
      expect(await log.evaluate((element) => element.matches(':focus'))).toBe(true);
    });

    test('then it can be done in the thread too, and a refusal is told beside the button', async () => {
      const { page } = await seed();
      server.answer('/ui/delete', { ok: false });
      const thread = page.getByRole('complementary', { name: 'Thread' });

      await thread.getByRole('button', { name: 'Delete message' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');

      await thread.getByRole('alert').getByText('Not deleted.').waitFor();
    });

    test("then nobody is offered to delete the bot's or somebody else's", async () => {
      const { log } = await seed();
      bot('C_SUPPORT', { text: 'on it' });
      await log.getByText('on it').waitFor();

      const deletable = (name: RegExp) =>
        log.getByRole('article', { name }).getByRole('button', { name: 'Delete message' }).count();
      expect([await deletable(/^Alice/), await deletable(/^Bob/), await deletable(/^Deskhand/)]).toEqual([1, 0, 0]);
    });

    test('then a tombstone stands where its replies hang', async () => {
      const { page, ts, log } = await seed();
      const tombstone = { ts, thread_ts: ts, user: 'USLACKBOT', subtype: 'tombstone', reply_count: 1 };

      const message = { ...tombstone, text: 'This message was deleted.' };
      server.tell({ type: 'message_changed', channel: 'C_SUPPORT', message });

      await log.getByRole('article', { name: 'This message was deleted.' }).waitFor();
      expect(await log.getByText('refund me').count()).toBe(0);
      expect(await log.getByRole('button', { name: 'Delete message' }).count()).toBe(0);
      await log.getByRole('button', { name: '1 reply' }).waitFor();
      expect(await page.getByText('USLACKBOT').count()).toBe(0);
    });
  });

  describe('when a modal opens', () => {
    const openModal = async (): Promise<Page> => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      server.tell({ type: 'view_opened', user: 'UPRIYA', view: editModal });
      await page.getByRole('dialog', { name: 'Edit refund' }).waitFor();
      return page;
    };

    test('then its first field is ready to be typed into', async () => {
      const page = await openModal();

      expect(await page.getByLabel('Amount').evaluate((field) => field.matches(':focus'))).toBe(true);
    });

    test('then required fields are asked for before anything is sent', async () => {
      const page = await openModal();

      await page.getByRole('button', { name: 'Save and refund' }).click();

      await page.getByText('Please fill in this field').waitFor();
      expect(askedFor('/ui/submit')).toEqual([]);
      await page.getByLabel('Reason').selectOption({ label: 'Wrong amount' });
      await page.getByText('Please fill in this field').waitFor({ state: 'detached' });
    });

    test('then its values are sent as Slack would, and a complaint stands at its field', async () => {
      const page = await openModal();
      server.answer('/ui/submit', { ok: false, errors: { amount: 'More than the $120.00 left on this order' } });

      await page.getByLabel('Amount').fill('500.00');
      await page.getByLabel('Store credit').check();
      await page.getByLabel('Reason').selectOption({ label: 'Wrong amount' });
      await page.getByLabel('Note to customer').fill('Sorry!');
      await page.getByLabel('Hand this conversation to me').check();
      await page.getByRole('button', { name: 'Save and refund' }).click();

      await page.getByText('More than the $120.00 left on this order').waitFor();
      expect(await page.getByLabel('Amount').evaluate((field) => field.matches(':focus'))).toBe(true);
      const option = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value });
      expect(askedFor('/ui/submit')).toEqual([
        {
          user: 'UPRIYA',
          viewId: 'V1',
          values: {
            amount: { value: { type: 'plain_text_input', value: '500.00' } },
            method: {
              value: {
                type: 'radio_buttons',
                selected_option: {
                  ...option('Store credit', 'credit'),
                  description: { type: 'plain_text', text: 'Arrives at once' },
                },
              },
            },
            reason: { value: { type: 'static_select', selected_option: option('Wrong amount', 'wrong') } },
            note: { value: { type: 'plain_text_input', value: 'Sorry!' } },
            take: { value: { type: 'checkboxes', selected_options: [option('Hand this conversation to me', 'me')] } },
            until: { value: { type: 'datepicker', selected_date: null } },
          },
        },
      ]);
    });

    test('then a complaint about a field it does not have is told as Slack does', async () => {
      const page = await openModal();
      server.answer('/ui/submit', { ok: false, errors: { nowhere: 'oops' } });

      await page.getByLabel('Reason').selectOption({ label: 'Wrong amount' });
      await page.getByRole('button', { name: 'Save and refund' }).click();

      await page.getByText('We had some trouble connecting.').waitFor();
    });

    test('then an update keeps what was typed, and the app closes it', async () => {
      const page = await openModal();
      await page.getByLabel('Amount').fill('30.00');

      server.tell({
        type: 'view_updated',
        user: 'UPRIYA',
        view: { ...editModal, title: { type: 'plain_text', text: 'Edit again' } },
      });
      await page.getByRole('dialog', { name: 'Edit again' }).waitFor();

      expect(await page.getByLabel('Amount').inputValue()).toBe('30.00');
      server.tell({ type: 'view_closed', user: 'UPRIYA', view: editModal });
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    test('then Escape closes it and the app hears of it', async () => {
      const page = await openModal();

      await page.keyboard.press('Escape');

      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => askedFor('/ui/close')).toEqual([{ user: 'UPRIYA', viewId: 'V1' }]);
    });
  });

  describe('when messages are hostile', () => {
    test('then nothing runs, nothing is loaded, and broadcasts stand out', async () => {
      const page = await open('#as=UPRIYA&in=C_APPROVALS');
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));

      bot('C_APPROVALS', { blocks: hostileBlocks });
      bot('C_APPROVALS', { text: '<img src=x onerror=alert(1)> <javascript:alert(1)|x> <!here>' });

      await page.getByText('@here').waitFor();
      expect(await page.locator('.broadcast').allTextContents()).toEqual(['@channel', '@everyone', '@here']);
      expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0);
      expect(await page.getByText('Unknown block: hologram').count()).toBe(1);
      expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
      expect(mistakes).toEqual([]);
    });
  });

  describe('when somebody is here for the first time', () => {
    test('then one click asks for a refund, and the next one leads to the card', async () => {
      const page = await open();

      await page.getByRole('button', { name: 'my mug from ORD-12345' }).click();
      await page.getByText('Now switch to Priya and open #approvals').waitFor();
      await page.getByRole('button', { name: 'Switch to Priya' }).click();

      await page.getByRole('textbox', { name: 'Message #approvals' }).waitFor();
      expect(askedFor('/ui/post')).toEqual([
        {
          user: 'UALICE',
          channel: 'C_SUPPORT',
          text: "@Deskhand my mug from ORD-12345 came broken, I'd like a refund",
        },
      ]);

      await page.getByRole('button', { name: 'Back to Alice' }).click();
      await page.getByText('Open the thread to see what Alice was told.').waitFor();
    });

    test('then a ticket change is asked for by Priya and decided by somebody else', async () => {
      const page = await open();

      await page.getByRole('button', { name: 'Please mark ticket TKT_001 as Resolved' }).click();

      await page.getByRole('button', { name: 'Switch to Tom' }).waitFor();
      expect(askedFor('/ui/post')).toEqual([
        { user: 'UPRIYA', channel: 'D_UPRIYA', text: 'Please mark ticket TKT_001 as Resolved' },
      ]);
    });

    test('then the suggestions stay away once they were hidden', async () => {
      const page = await open();

      await page.getByRole('button', { name: 'Hide suggestions' }).click();
      await page.reload();
      await page.getByRole('textbox', { name: 'Message #support' }).waitFor();

      expect(await page.getByText('Four things to try').isVisible()).toBe(false);
    });
  });

  test('when a group is called, then everybody reads its handle, and an unknown one its id', async () => {
    const page = await open('#as=UPRIYA&in=C_APPROVALS');
    const parts = ['S_LEADS', 'S_NONE'].map((usergroup_id) => ({ type: 'usergroup', usergroup_id }));

    bot('C_APPROVALS', { text: '<!subteam^S_LEADS> this still needs a decision' });
    bot('C_APPROVALS', {
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: parts }] }],
    });

    await page.getByText('@support-leads this still needs a decision').waitFor();
    await page.getByText('@support-leads@S_NONE').waitFor();
  });

  test('when the app has drawn no Home, then the page says how to reach it', async () => {
    const page = await open('#as=UALICE&in=C_SUPPORT');

    await page.getByRole('link', { name: 'App home' }).click();

    await page.getByText('Nothing to see here yet.').waitFor();
    await page.getByText('mention @Deskhand in a channel or send it a direct message').waitFor();
  });

  test('when the app draws its Home, then opening it tells the app and shows it', async () => {
    const page = await open();

    await page.getByRole('link', { name: 'App home' }).click();
    await expect.poll(() => askedFor('/ui/home')).toEqual([{ user: 'UALICE' }]);
    server.tell({
      type: 'home',
      user: 'UALICE',
      view: { id: 'H1', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Your requests' } }] },
    });

    await page.getByRole('heading', { name: 'Your requests' }).waitFor();
  });

  test('when the server goes away and comes back, then the page says so and catches up', async () => {
    const page = await open();
    server.goAway();
    await page.getByText('Connection to the local workspace lost').waitFor();
    server.comeBack();

    bot('C_SUPPORT', { text: 'said meanwhile' });

    await page.getByText('said meanwhile').waitFor();
    await page.getByText('Connection to the local workspace lost').waitFor({ state: 'hidden' });
  });

  test('when the window is as narrow as a phone, then the sidebar slides in and nothing is wider than the screen', async () => {
    const page = await open('', { viewport: { width: 390, height: 800 } });

    await page.getByRole('button', { name: 'Channels and people' }).click();
    await page.getByRole('radio', { name: 'Priya Raman (agent)' }).check();
    await page.getByRole('link', { name: '#approvals' }).click();
    card();

    await page.getByRole('button', { name: 'Refund $48.00' }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});
