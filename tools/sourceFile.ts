import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, sep } from 'node:path';

export interface Import {
  line: number;
  /** As written for packages; from the project's root for files: 'src/leads/lead.ts'. */
  from: string;
  typeOnly: boolean;
}

/** A file as the architecture rules see it. Paths are from the project's root, with slashes. */
export interface SourceFile {
  path: string;
  /** 'claimLead' of src/leads/claimLead.ts. */
  name: string;
  /** Its code, comments blanked out, so that lines keep their numbers. */
  code: string;
  imports: Import[];
  /** Names of exported values; types are not among them. */
  exports: string[];
  /** Those of them that are functions. */
  functions: string[];
  /** It exports an async function that has its name, such as claimLead. */
  isVerb: boolean;
}

const folders = ['src', 'migrations', 'sandbox', 'test', 'bench', 'tools'];

export function readSourceFiles(root: string): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll(sep, '/')))
      .filter((path) => /\.(ts|js|mjs)$/.test(path) && !path.includes('/node_modules/'))
      .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8'))),
  );
}

export function sourceFile(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  const name = basename(path).replace(/\..*$/, '');
  return {
    path,
    name,
    code,
    imports: importsOf(path, code),
    exports: matches(code, /^export (?:async )?(?:function\*?|const|class|let) (\w+)/gm),
    functions: matches(code, /^export (?:async )?function\*? (\w+)/gm),
    isVerb: new RegExp(`^export async function ${name}\\b`, 'm').test(code),
  };
}

export function lineOf(code: string, index: number): number {
  return code.slice(0, index).split('\n').length;
}

function importsOf(path: string, code: string): Import[] {
  const pattern =
    /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...code.matchAll(pattern)].map((found) => {
    const written = found[2] ?? found[3] ?? '';
    return {
      line: lineOf(code, found.index),
      from: written.startsWith('.') ? posix.join(dirname(path), written) : written,
      typeOnly: found[1] !== undefined,
    };
  });
}

function withoutComments(text: string): string {
  const pattern = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*/g;
  return text.replaceAll(pattern, (found) =>
    found.startsWith('/') ? found.replaceAll(/[^\n]/g, ' ') : found,
  );
}

function matches(code: string, pattern: RegExp): string[] {
  return [...code.matchAll(pattern)].map(([, name]) => name ?? '');
}
