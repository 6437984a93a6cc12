/** Compares what the documents say with what there is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { variableNames } from '../src/config.ts';

export interface Project {
  /** npm's scripts, by name. */
  scripts: Record<string, unknown>;
  /** The names of the app's configuration. */
  variables: readonly string[];
  exists(path: string): boolean;
}

/** 'README.md:12 what is wrong', for each line of a document that is not, or no longer, so. */
export function documentFaults(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Project; // npm's own shape
  const project = {
    scripts,
    variables: variableNames,
    exists: (path: string) => existsSync(join(root, path)),
  };
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const documents = [...inFolder(root, '.'), ...inFolder(root, 'docs')];
  return [
    ...documents.flatMap((path) => textFaults(path, read(path), project)),
    ...exampleFaults(read('.env.example'), project),
  ];
}

function inFolder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Commands that are not npm scripts but npm's own. */
const npmItself = ['test', 'start'];
const folders = 'src|migrations|test|sandbox|bench|docs|tools';

export function textFaults(path: string, text: string, { scripts, exists }: Project): string[] {
  return text.split('\n').flatMap((line, index) => {
    const commands = matches(line, /\bnpm run ([\w:-]+)/g).concat(
      matches(line, /\bnpm (\w+)\b/g).filter((name) => npmItself.includes(name)),
    );
    const links = matches(line, /\]\((?![a-z]+:|#)([^)#\s]+)/g).map((to) =>
      join(dirname(path), to),
    );
    const files = matches(line, new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'));
    return [
      ...commands.filter((name) => !(name in scripts)).map((name) => `there is no npm run ${name}`),
      ...[...links, ...files].filter((to) => !exists(to)).map((to) => `there is no ${to}`),
    ].map((fault) => `${path}:${index + 1} ${fault}`);
  });
}

/** The example names each variable of the configuration, and no other. */
export function exampleFaults(text: string, { variables }: Project): string[] {
  const named = matches(text, /^#?\s?([A-Z][A-Z_]+)=/gm);
  return [
    ...variables.filter((name) => !named.includes(name)).map((name) => `lacks ${name}`),
    ...named.filter((name) => !variables.includes(name)).map((name) => `${name} is read by nobody`),
  ].map((fault) => `.env.example ${fault}`);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}
