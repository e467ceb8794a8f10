import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsProfileCredentials } from '../../src/host/aws.ts';

describe('an AWS profile in the bridge role’s place', () => {
  let folder: string;
  const variables = [
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_CONFIG_FILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ];
  const saved: Record<string, string | undefined> = {};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aws-'));
    for (const name of variables) saved[name] = process.env[name];
    const file = join(folder, 'credentials');
    await writeFile(
      file,
      '[analyst]\naws_access_key_id = AKIDOFPROFILE\naws_secret_access_key = of-the-profile\n',
    );
    await writeFile(join(folder, 'config'), '');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = file;
    process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
    // The profile was named; whatever else is at hand must not take its place.
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDOFENVIRONMENT';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'of-the-environment';
  });
  after(async () => {
    for (const name of variables) {
      const value = saved[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
  });

  it('is read from the shared credentials file', async () => {
    const { accessKeyId, secretAccessKey } = await awsProfileCredentials('analyst');
    assert.deepEqual([accessKeyId, secretAccessKey], ['AKIDOFPROFILE', 'of-the-profile']);
  });

  it('fails by its name where there is none', async () => {
    await assert.rejects(awsProfileCredentials('nobody'), /nobody/);
  });
});
