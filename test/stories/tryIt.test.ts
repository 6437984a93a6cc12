import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, faultsOf, launchChromium } from '../sandbox/chromium.ts';

/** Where the pictures of the README go; not set: nowhere. `SCREENSHOTS=docs npm test -- test/stories/tryIt.test.ts` */
const pictures = process.env['SCREENSHOTS'];
const window = { width: 1280, height: 830 };

// A browser beside everything else takes its time.
const patience = { timeout: 180_000 };

describe.skipIf(chromiumPath === undefined)(
  'what the README tells strangers to try',
  patience,
  () => {
    const data = mkdtempSync(join(tmpdir(), 'lead nudge demo '));
    let demo: ChildProcess;
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let url = '';

    beforeAll(async () => {
      const args = ['sandbox/demo.ts', '--port', '0', '--data', data];
      demo = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (!demo.stdout) throw new Error('no stdout');
      for await (const line of createInterface({ input: demo.stdout })) {
        url = /Open (\S+)/.exec(line)?.[1] ?? url;
        if (url) break;
      }
      browser = await launchChromium();
      page = await browser.newPage({ viewport: window });
      page.setDefaultTimeout(90_000);
      faults = faultsOf(page, url);
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      demo.kill('SIGKILL');
      rmSync(data, { recursive: true });
    });

    const main = () => page.locator('#main');
    const open = async (person: string, where: string) => {
      await page.goto(`${url}/#U0${person.toUpperCase()}/${where}`);
      await page.reload();
    };
    const claim = async (lead: string) => {
      await main()
        .getByRole('button', { name: `Claim: ${lead}` })
        .click();
      await main()
        .getByRole('button', { name: `Update: ${lead}` })
        .waitFor();
    };
    const control = (name: string) =>
      page
        .getByRole('group', { name: /Demo|Fast-forward/ })
        .getByRole('button', { name, exact: true });
    const press = async (name: string) => {
      await control(name).click();
      await page.getByRole('status').getByText('It is').last().waitFor();
    };
    const picture = async (name: string, of: Page | Locator = page) => {
      if (!pictures) return;
      // A message alone needs less room beside it.
      if (of !== page) await page.setViewportSize({ ...window, width: 1000 });
      await page.mouse.move(0, 0);
      await of.screenshot({ path: join(pictures, `${name}.png`) });
      await page.setViewportSize(window);
    };

    test('claim a lead as Ana', async () => {
      await open('ana', 'C0LEADS');
      await main().getByRole('button', { name: 'Claim: L-1003' }).waitFor();
      await page.reload();
      await claim('L-1003');
      await main().getByText('Yours:').waitFor();
      expect(await main().textContent()).toContain('aisha@bellodental.example');
      await picture('screenshot');
    });

    test('press Past the window, and look at her messages', async () => {
      await claim('L-1002');
      await open('ben', 'C0LEADS');
      await claim('L-1001');
      await control('New lead').click();
      await claim('L-1004');
      await main().getByRole('button', { name: 'Connected: L-1004' }).click();
      await main().getByRole('button', { name: 'Qualified: L-1004' }).waitFor();
      await press('Past the window');
      await open('ana', 'app');
      const past = /past (its|their) follow-up window/;
      const nudge = main().getByRole('article').filter({ hasText: past }).last();
      await nudge.waitFor();
      await picture('nudge', nudge);
      await nudge.getByRole('button', { name: 'Tried, no answer: L-1003' }).click();
      await nudge.getByText('Dealt with:').waitFor();
      expect(await nudge.textContent()).toContain('Dealt with: L-1003 Aisha Bello');
    });

    test('a rep’s day takes clicks only: update, undo, Home, details', async () => {
      await open('ana', 'C0LEADS');
      await main().getByRole('button', { name: 'Connected: L-1002' }).first().click();
      await main().getByRole('button', { name: 'Undo: L-1002' }).click();
      await main().getByText('Undone.').waitFor();
      await open('ana', 'home');
      await main().getByRole('button', { name: 'Connected: L-1002' }).click();
      await main().getByText('Saved: Connected').waitFor();
      await main().getByRole('button', { name: 'Details: L-1002' }).click();
      const details = page.getByRole('dialog');
      await details.getByText('What happened').waitFor();
      expect(await details.textContent()).toContain('Undone, Claimed again');
      await page.keyboard.press('Escape');
    });

    test('press Next working morning, and look at Mia’s', async () => {
      await open('mia', 'app');
      await control('New lead').click();
      await press('Next working morning');
      await open('mia', 'app');
      const digest = main().getByRole('article').filter({ hasText: 'Overdue by rep' }).last();
      await digest.getByText('Overdue by rep').waitFor();
      expect(await digest.textContent()).toMatch(
        /\d leads? overdue with \d reps?, \d leads? unclaimed/,
      );
      await picture('digest', digest);
    });

    test('Ctrl-C stops it', async () => {
      demo.kill('SIGINT');
      const [code] = await once(demo, 'exit');
      expect(code).toBe(0);
      // What the page says once nobody answers it is no fault of the page.
      expect(faults.filter((fault) => !fault.includes('ERR_'))).toEqual([]);
    });
  },
);
