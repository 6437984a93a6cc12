import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyBlock, KnownBlock } from '@slack/types';
import { build, type Rollup } from 'vite';
import type { PageMessage, PageState, PageUser } from '../../sandbox/contract.ts';
import { type Sample, samples } from './samples.ts';
import { now } from './samples/leads.ts';

const page = new URL('../../sandbox/page/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, page), 'utf8');

const app = { id: 'A1', name: 'Lead Nudge', botUserId: 'UBOT', connected: true };

const user = (id: string, name: string): PageUser => ({
  id,
  name: name.toLowerCase(),
  realName: name,
  tz: 'Europe/Berlin',
  isBot: false,
  canActAs: true,
  deactivated: false,
  dmArrivals: [],
});

const state: PageState = {
  workspace: { id: 'T1', name: 'Acme' },
  app,
  me: 'UANA',
  now: now.getTime(),
  users: [user('UANA', 'Ana'), user('UBEN', 'Ben'), user('UMIA', 'Mia'), user('UMAX', 'Max')],
  conversations: [
    {
      id: 'C1',
      kind: 'channel',
      name: 'leads',
      isArchived: false,
      isMember: true,
      memberIds: [],
      arrivals: [],
    },
  ],
  channel: 'C1',
  messages: [],
  home: null,
  modals: [],
  commands: [],
  shortcuts: [],
  controls: [],
};

/** The whole page, in one file that asks nothing of anyone. */
export async function drawPreviewPage(): Promise<string> {
  const groups = Object.entries(samples).map(([title, all], group) => ({
    title,
    samples: all.map((sample, i) => pageSample(sample, `s${group}-${i}`)),
  }));
  const styles = ['tokens', 'shell', 'messages', 'blocks', 'dialogs', 'preview'];
  const icon = `data:image/svg+xml;base64,${Buffer.from(read('icon.svg')).toString('base64')}`;
  const script = (await bundled()).replaceAll('/page/icon.svg', icon);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Lead Nudge, every state</title>
    <style>${styles.map((name) => read(`${name}.css`)).join('\n')}</style>
  </head>
  <body>
    <main id="main"></main>
    <script type="application/json" id="preview">${inScript(JSON.stringify({ state, groups }))}</script>
    <script type="module">${inScript(script)}</script>
  </body>
</html>
`;
}

/** Nothing in it can end the element that it stands in. */
const inScript = (text: string): string =>
  text.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--');

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2024',
      lib: { entry: fileURLToPath(new URL('preview.js', page)), formats: ['es'] },
    },
  });
  const [output] = [built].flat() as Rollup.RollupOutput[]; // without `watch` it is no watcher
  const [chunk] = output?.output ?? [];
  if (!chunk) throw new Error('The page’s modules did not become one.');
  return chunk.code;
}

function pageSample(sample: Sample, id: string) {
  const { name, drawing } = sample;
  const blocks = withIds(drawing.blocks);
  if (sample.on === 'modal' || sample.on === 'home') {
    return { name, id, link: builderLink(drawing), view: { ...drawing, blocks } };
  }
  const message: PageMessage = {
    channel: 'C1',
    ts: `${now.getTime() / 1000}.000100`,
    user: app.botUserId,
    byApp: true,
    text: sample.drawing.text,
    blocks,
    files: [],
    ephemeral: sample.on === 'whisper',
    reactions: [],
    replies: [],
  };
  return { name, id, link: builderLink({ blocks: drawing.blocks }), message };
}

/** Slack's own drawing of it, for whoever is signed in there. */
const builderLink = (what: object): string =>
  `https://app.slack.com/block-kit-builder/#${encodeURIComponent(JSON.stringify(what))}`;

/** Slack fills in the ids that an app leaves out. */
const withIds = (blocks: readonly AnyBlock[]): KnownBlock[] =>
  // We make no others.
  (blocks as KnownBlock[]).map((block, i) => ({ ...block, block_id: block.block_id ?? `b${i}` }));
