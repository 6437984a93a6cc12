import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const text = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
const manifest = parse(text);

/** SLACK_MANIFEST_SCHEMA: where Slack's own schema of manifests is; it is not ours to keep here. */
const schemaFile = process.env['SLACK_MANIFEST_SCHEMA'];

test.skipIf(!schemaFile)("the manifest is one by Slack's own schema", () => {
  const schema = JSON.parse(readFileSync(schemaFile ?? '', 'utf8'));
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    schema,
  );
  validate(manifest);
  expect(validate.errors ?? []).toEqual([]);
  validate({ ...manifest, features: { ...manifest.features, bots: [] } });
  expect(validate.errors).not.toBeNull();
});

test('each scope that an installer must grant says what it is for', () => {
  for (const scope of manifest.oauth_config.scopes.bot) {
    expect(text).toMatch(new RegExp(`- ${scope} # \\S`));
  }
});

test('the app asks for exactly the scopes that the product needs', () => {
  const { bot, bot_optional } = manifest.oauth_config.scopes;
  expect(new Set(bot)).toEqual(
    new Set([
      'channels:read',
      'chat:write',
      'chat:write.public',
      'commands',
      'files:write',
      'groups:read',
      'im:write',
      'users:read',
      'users:read.email',
    ]),
  );
  expect(new Set(bot_optional)).toEqual(
    new Set(['channels:history', 'groups:history', 'im:history']),
  );
});

test('tokens are not rotated and no organisation installs it', () => {
  expect(manifest.settings).toMatchObject({
    token_rotation_enabled: false,
    org_deploy_enabled: false,
    socket_mode_enabled: true,
  });
});
