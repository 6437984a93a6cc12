import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateTemplate } from './template.ts';

/** Before the tests on the embedded database: a folder with a migrated one. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-embedded-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await migrateTemplate({ dataDir: folder });
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('template', { folder });
  return remove;
}
