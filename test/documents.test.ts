import { expect, test } from 'vitest';
import { documentFaults, exampleFaults, type Project, textFaults } from '../tools/documents.ts';

const project: Project = {
  scripts: { demo: '', test: '' },
  variables: ['PORT', 'DATA_DIR'],
  exists: (path) => ['src/app.ts', 'docs/security.md'].includes(path),
};

test('the documents say what is so', () => {
  expect(documentFaults('.')).toEqual([]);
});

test.each([
  ['Run `npm run deploy`.', 'README.md:1 there is no npm run deploy'],
  ['Run `npm ci && npm start`.', 'README.md:1 there is no npm run start'],
  ['See [security](docs/safety.md#top).', 'README.md:1 there is no docs/safety.md'],
  ['It is in `src/main.ts`.', 'README.md:1 there is no src/main.ts'],
])('%j is a fault', (text, fault) => {
  expect(textFaults('README.md', text, project)).toEqual([fault]);
});

test('what is there is no fault', () => {
  const text =
    '`npm ci && npm run demo`, then npm test. [Why](docs/security.md), `src/app.ts`, [Slack](https://slack.com), [above](#top)';
  expect(textFaults('README.md', text, project)).toEqual([]);
  expect(textFaults('docs/operations.md', '[Security](security.md)', project)).toEqual([]);
});

test('the example of the configuration is complete and has nothing else', () => {
  expect(exampleFaults('PORT=3000\n# DATA_DIR=data\n# Where PORT is.\n', project)).toEqual([]);
  expect(exampleFaults('PORT=3000\nHOST=\n', project)).toEqual([
    '.env.example lacks DATA_DIR',
    '.env.example HOST is read by nobody',
  ]);
});
