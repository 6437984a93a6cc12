import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { addressOf, askServer, migrateTemplate } from './template.ts';

/** Before all tests: a Postgres (TEST_DATABASE_URL, else one of our own) with a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const own = given ? undefined : await startPostgres();
  const server = given ?? own?.url ?? '';
  const name = `lead_nudge_${randomBytes(4).toString('hex')}`;
  const remove = own ? own.stop : () => askServer(server, `drop database if exists ${name}`);
  try {
    await askServer(server, `create database ${name}`);
    await migrateTemplate({ url: addressOf(server, name) });
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide('template', { server, name });
  return remove;
}
