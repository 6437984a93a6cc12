/** `npm run preview`: everything that the app shows, in every state, as one page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawPreviewPage } from './previewPage.ts';
import { samples } from './samples.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: join('data', 'preview') } },
});

mkdirSync(values.out, { recursive: true });
const file = join(values.out, 'index.html');
writeFileSync(file, await drawPreviewPage());
process.stdout.write(`${Object.values(samples).flat().length} states in ${file}\n`);
