import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// `npm test` runs everything over Socket Mode on Postgres, and beside it a part of the stories over
// HTTP and a part on the embedded database. TEST_TRANSPORT (socket, http) or TEST_DATABASE (postgres,
// embedded) runs everything in that one way instead.
const { TEST_TRANSPORT: transport, TEST_DATABASE: database, TEST_RESULTS: results } = process.env;

const everything = ['test/**/*.test.ts'];
const overHttp = ['test/stories/**/*.contract.test.ts'];
const onEmbedded = ['test/db/*.test.ts', 'test/stories/**/*.contract.test.ts'];

function project(
  name: string,
  include: string[],
  env: Record<string, string>,
): TestProjectInlineConfiguration {
  const onPostgres = env['TEST_DATABASE'] !== 'embedded';
  return {
    test: {
      name,
      include,
      exclude: onPostgres ? [] : ['**/*.postgres.test.ts'],
      env,
      globalSetup: onPostgres ? [] : ['test/support/embeddedSetup.ts'],
      pool: 'forks',
      testTimeout: 60_000,
      hookTimeout: 120_000,
      restoreMocks: true,
      unstubEnvs: true,
    },
  };
}

const oneWay = {
  ...(transport && { TEST_TRANSPORT: transport }),
  ...(database && { TEST_DATABASE: database }),
};

export default defineConfig({
  test: {
    projects:
      transport || database
        ? [project('all', everything, oneWay)]
        : [
            project('all', everything, {}),
            project('http', overHttp, { TEST_TRANSPORT: 'http' }),
            project('embedded', onEmbedded, { TEST_DATABASE: 'embedded' }),
          ],
    globalSetup: database === 'embedded' ? [] : ['test/support/postgresSetup.ts'],
    maxWorkers: 2,
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
});
