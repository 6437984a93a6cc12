/** Which way this run of the tests goes, by environment variables. */
export const lane = {
  /** TEST_TRANSPORT: how Slack reaches the app in stories. */
  transport: oneOf('TEST_TRANSPORT', ['socket', 'http']),
  /** TEST_DATABASE: what the stories run on. */
  database: oneOf('TEST_DATABASE', ['postgres', 'embedded']),
  /** REAL_DATA_DIR: a folder of real inputs; tests that need it are skipped, visibly, without. */
  realDataDir: process.env['REAL_DATA_DIR'] || undefined,
};

function oneOf<Word extends string>(variable: string, words: readonly [Word, ...Word[]]): Word {
  const given = process.env[variable] || words[0];
  const word = words.find((one) => one === given);
  if (!word) throw new Error(`${variable} must be one of ${words.join(', ')}, not "${given}".`);
  return word;
}
