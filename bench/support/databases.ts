import { randomBytes } from 'node:crypto';
import { type Postgres, startPostgres } from '../../test/support/postgres.ts';
import { addressOf, askServer, migrateTemplate } from '../../test/support/template.ts';

/** A migrated, empty database on Postgres. */
export type FreshDatabase = { readonly url: string; drop(): Promise<void> };

/** Another database like this one, to which nobody may be connected but processes that have ended. */
export async function copyDatabase(url: string): Promise<FreshDatabase> {
  const original = new URL(url).pathname.slice(1);
  const name = `copy_${randomBytes(4).toString('hex')}`;
  const server = addressOf(url, 'postgres');
  await askServer(
    server,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${original}'`,
  );
  await askServer(server, `create database ${name} template ${original}`);
  return {
    url: addressOf(url, name),
    drop: () => askServer(server, `drop database if exists ${name} with (force)`),
  };
}

/** A Postgres server of our own with a migrated template. */
export type Databases = {
  readonly postgres: Postgres;
  create(): Promise<FreshDatabase>;
  /** Ends the server; its data goes. */
  stop(): Promise<void>;
};

/** `fsync`: commits are durable, as in production; without it everything is faster. */
export async function startDatabases(
  options: Parameters<typeof startPostgres>[0] = {},
): Promise<Databases> {
  const postgres = await startPostgres(options);
  try {
    await askServer(postgres.url, 'create database template_of_all');
    await migrateTemplate({ url: postgres.urlOf('template_of_all') });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    postgres,
    async create() {
      const name = `fresh_${randomBytes(4).toString('hex')}`;
      await askServer(postgres.url, `create database ${name} template template_of_all`);
      return {
        url: postgres.urlOf(name),
        drop: () => askServer(postgres.url, `drop database if exists ${name} with (force)`),
      };
    },
    stop: postgres.stop,
  };
}
