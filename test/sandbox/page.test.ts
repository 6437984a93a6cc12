import { App, type BlockAction, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { chromiumPath, faultsOf, launchChromium } from './chromium.ts';

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '"><svg/onload=alert(1)>',
  '<!channel> <@U0BEN> @here https://evil.example *bold*',
  "'; alert(1) //",
  'javascript:alert(1)',
  '{{7*7}} ${7*7}',
  '\u202eright to left',
];

describe.skipIf(chromiumPath === undefined)('the page of the sandbox, in Chromium', () => {
  let browser: Browser;
  let slack: Sandbox;
  let app: App;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    slack = await startSandbox({
      app: {
        commands: [{ command: '/lead', description: 'Leads', usageHint: 'L-1 | mine' }],
        shortcuts: [
          { type: 'global', name: 'New lead', callbackId: 'new', description: 'A form' },
          { type: 'message', name: 'Make lead', callbackId: 'make', description: 'From this' },
        ],
      },
    });
    app = startApp(slack);
    await app.start();
    page = await browser.newPage();
    faults = faultsOf(page, slack.url);
  });
  afterEach(async () => {
    await page.close();
    await app.stop();
    await slack.close();
    expect(faults).toEqual([]);
    expect(slack.unexpected).toEqual([]);
  });

  const open = (user: string, where: string) =>
    page.goto(`${slack.url}/#${slack.user(user).id}/${where}`);
  const leads = () => slack.channel('leads').id;
  const post = (blocks: KnownBlock[], text = 'A lead') =>
    app.client.chat.postMessage({ channel: leads(), text, blocks });

  it('shows a card at once, and what a click made of it', async () => {
    await open('ana', leads());
    await post([card('L-1')]);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('Claimed by @Ana Keller').waitFor();
    await page.getByText('Only visible to you').waitFor();
    expect(await page.getByText('It is yours.', { exact: true }).count()).toBe(1);
    expect(await page.getByRole('log').textContent()).toContain('Lead Nudge: It is yours.');
    await open('ben', leads());
    await page.reload();
    await page.getByText('Claimed by @Ana Keller').waitFor();
    expect(await page.getByText('It is yours.').count()).toBe(0);
  });

  it('takes a click on what is drawn anew while it is pressed', async () => {
    await open('ana', leads());
    const { ts = '' } = await post([card('L-1')]);
    await page.getByRole('button', { name: 'Claim' }).hover();
    await page.mouse.down();
    const told = page.waitForResponse(/api\/state/);
    await app.client.chat.update({ channel: leads(), ts, text: 'A lead', blocks: [card('L-1')] });
    await (await told).finished();
    await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 100)));
    await page.mouse.up();
    expect(await shown(page.getByText('Claimed by @Ana Keller'))).toBe(true);
  });

  it('says so under the message when the app does not answer', async () => {
    await post([actions('silent')]);
    await open('ana', leads());
    await page.getByRole('button', { name: 'silent' }).click();
    expect(await shown(page.getByText('did not respond in time'))).toBe(true);
  });

  it('keeps what was typed in a modal that the app or the page refuses', async () => {
    await post([actions('form')]);
    await open('ana', leads());
    await page.getByRole('button', { name: 'form' }).click();
    const modal = page.getByRole('dialog');
    await modal.getByRole('textbox', { name: 'Note' }).fill('call back');
    await modal.locator('input[type=date]').fill('2026-12-01');
    const time = modal.getByLabel('When: time');
    expect(await time.inputValue()).not.toBe('');
    await time.fill('10:30');
    await modal.getByRole('button', { name: 'Save' }).click();
    await modal.getByText('Please fill this in.').waitFor();
    await modal.getByRole('combobox', { name: 'Status' }).fill('los');
    await page.keyboard.press('Enter');
    await modal.getByRole('button', { name: 'Save' }).click();
    await modal.getByText('A lost lead needs an obstacle.').waitFor();
    expect(await modal.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('call back');
    expect(await modal.getByRole('combobox', { name: 'Status' }).inputValue()).toBe('Lost');
    expect(await modal.locator('input[type=date]').inputValue()).toBe('2026-12-01');
    expect(await time.inputValue()).toBe('10:30');
    await modal.locator('input[type=date]').fill('');
    expect(await time.inputValue()).toBe('');
    await modal.getByRole('combobox', { name: 'Status' }).fill('won');
    await page.keyboard.press('Enter');
    await modal.getByRole('textbox', { name: 'Note' }).press('Enter');
    await modal.waitFor({ state: 'detached' });
  });

  it('closes a modal with Esc, and tells the app nothing else', async () => {
    await post([actions('form')]);
    await open('ana', leads());
    await page.getByRole('button', { name: 'form' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(slack.modal('ana')).toBeUndefined();
  });

  it('sends commands and messages as typed, and completes the command', async () => {
    await open('ana', leads());
    const composer = page.getByRole('textbox', { name: 'Message #leads' });
    await composer.pressSequentially('/le');
    await page.getByRole('option', { name: '/lead L-1 | mine' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('mine <b>');
    await page.keyboard.press('Enter');
    await page.getByText('You typed: mine <b>', { exact: true }).waitFor();
    await composer.fill('*hi* @ben <b>');
    await page.keyboard.press('Enter');
    await page.getByText('hi @Ben Osei <b>').waitFor();
    await composer.fill('/nope');
    await page.keyboard.press('Enter');
    expect(await shown(page.getByText('/nope is not a command here.'))).toBe(true);
  });

  it('runs shortcuts, global and of a message', async () => {
    await post([card('L-1')]);
    await open('ana', leads());
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'New lead' }).click();
    await page.getByRole('dialog', { name: 'Update' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('article').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Make lead' }).click();
    expect(await shown(page.getByRole('dialog', { name: 'Update' }))).toBe(true);
  });

  it('opens Home, and shows what came for whom', async () => {
    await open('ana', leads());
    await page.getByRole('button', { name: 'Lead Nudge' }).click();
    await page.getByRole('heading', { name: 'My leads' }).waitFor();
    await app.client.chat.postMessage({ channel: slack.user('mia').id, text: 'The digest' });
    await page.getByRole('button', { name: 'Mia Brandt (manager), 1 unread' }).click();
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    expect(await shown(page.getByText('The digest'))).toBe(true);
  });

  it('lets nothing from outside become more than text', async () => {
    await post(
      hostile.map((text) => ({
        type: 'section',
        text: { type: 'plain_text', text, emoji: false },
      })),
      'hostile',
    );
    await open('ana', leads());
    const message = page.getByRole('article').last();
    await message.waitFor();
    expect(await message.locator('.section-text').allTextContents()).toEqual(hostile);
    expect(
      await message.locator('.blocks :is(a, img, script, svg, strong, .mention)').count(),
    ).toBe(0);
  });

  it('runs the controls that the demo adds, and says what they said', async () => {
    slack.control('hour', 'One hour', () => Promise.resolve('It is an hour later.'), {
      group: 'Fast-forward',
    });
    await open('ana', leads());
    await page.setViewportSize({ width: 1400, height: 800 });
    await page.getByRole('button', { name: 'One hour' }).click();
    expect(await shown(page.getByText('It is an hour later.'))).toBe(true);
  });

  it('fits a phone, people and channels behind one button', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await open('ana', leads());
    await post([card('L-1')]);
    await page.getByRole('button', { name: 'Claim' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.getByRole('button', { name: 'Conversations, as Ana Keller' }).click();
    await page.getByRole('button', { name: 'Ben Osei (rep)' }).click();
    await page.getByRole('button', { name: 'Conversations, as Ben Osei' }).waitFor();
  });
});

/** True once it is there; else waits until it fails. */
const shown = (what: Locator) => what.waitFor().then(() => true);

/** A small app, so that the page alone is tested. */
function startApp(slack: Sandbox): App {
  const app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
  });
  app.action('claim', async ({ ack, body, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'claimed', blocks: [claimedBy(body.user.id)] });
    await respond({ replace_original: false, response_type: 'ephemeral', text: 'It is yours.' });
  });
  app.action('silent', () => Promise.resolve());
  app.action<BlockAction>('form', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form });
  });
  for (const shortcut of ['new', 'make']) {
    app.shortcut(shortcut, async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
  }
  app.view('form', async ({ ack, view }) => {
    const lost = view.state.values['status']?.['v']?.selected_option?.value === 'lost';
    if (lost)
      await ack({
        response_action: 'errors',
        errors: { status: 'A lost lead needs an obstacle.' },
      });
    else await ack();
  });
  app.command('/lead', async ({ ack, command, respond }) => {
    await ack();
    await respond(`You typed: ${command.text}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const header: KnownBlock = { type: 'header', text: { type: 'plain_text', text: 'My leads' } };
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [header] } });
  });
  return app;
}

const actions = (name: string): KnownBlock => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: name, text: { type: 'plain_text', text: name } }],
});

const card = (name: string): KnownBlock => ({
  type: 'section',
  text: { type: 'plain_text', text: name },
  accessory: { type: 'button', action_id: 'claim', text: { type: 'plain_text', text: 'Claim' } },
});

const claimedBy = (user: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `Claimed by <@${user}>` },
});

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Update' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'status',
      label: { type: 'plain_text', text: 'Status' },
      element: {
        type: 'static_select',
        action_id: 'v',
        options: ['Won', 'Lost'].map((name) => ({
          text: { type: 'plain_text', text: name },
          value: name.toLowerCase(),
        })),
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: { type: 'plain_text', text: 'Note' },
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: { type: 'plain_text', text: 'When' },
      element: { type: 'datetimepicker', action_id: 'v' },
    },
  ],
};
