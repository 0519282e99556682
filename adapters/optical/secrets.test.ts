import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../trace/errors';
import { MaskedBursts, masked } from './masked';
import { readSecrets } from './secrets';

const KEY = '000102030405060708090a0b0c0d0e0f';

function fileOf(text: string, mode = 0o600): string {
  const path = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'meter.secrets');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const refusal = (environment: NodeJS.ProcessEnv): string => {
  try {
    readSecrets(environment);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'taken';
};

describe('secrets', () => {
  it('come from a file of the owner, and from the environment before it', () => {
    const file = fileOf(`# of the meter on bench 3\nSMETS2_PASSWORD=one\nSMETS2_ENCRYPTION_KEY=${KEY}\n`);
    const secrets = readSecrets({ SMETS2_SECRETS: file, SMETS2_PASSWORD: 'hex:4142' });
    expect(Buffer.from(secrets.password!).toString()).toBe('AB');
    expect(Buffer.from(secrets.encryptionKey!).toString('hex')).toBe(KEY);
    expect(secrets.authenticationKey).toBeUndefined();
    expect(secrets.systemTitle).toHaveLength(8);
  });

  it('are refused from a file that others may read', () => {
    expect(refusal({ SMETS2_SECRETS: fileOf('SMETS2_PASSWORD=one', 0o640) })).toMatch(/others may read .* chmod 600/);
  });

  it('are never shown where they are wrong', () => {
    const message = refusal({ SMETS2_ENCRYPTION_KEY: 'not-so-secret' });
    expect(message).toMatch(/^SMETS2_ENCRYPTION_KEY: expected 16 octets in hex/);
    expect(message).not.toContain('secret');
    const line = refusal({ SMETS2_SECRETS: fileOf('SMETS2_PASWORD=hunter2') });
    expect(line).toMatch(/:1: expected NAME=value/);
    expect(line).not.toContain('hunter2');
    expect(refusal({ SMETS2_SECRETS: '/nowhere/at-all' })).toMatch(/cannot be read \(ENOENT\): mend the path/);
  });
});

describe('octets as they are recorded', () => {
  const password = Uint8Array.from(Buffer.from('Gurux-123'));
  const show = (text: string, secrets = [password]) => {
    const { octets, masked: where } = masked(Uint8Array.from(Buffer.from(text, 'latin1')), secrets);
    return { text: Buffer.from(octets).toString('latin1').replaceAll('\0', '·'), where };
  };

  it('keep their length, and say where a secret stood', () => {
    expect(show('xxGurux-123yy')).toEqual({ text: 'xx·········yy', where: [[2, 11]] });
    expect(show('nothing of it')).toEqual({ text: 'nothing of it', where: undefined });
  });

  it('show no part of a secret that two frames share', () => {
    expect(show('xxGurux-')).toEqual({ text: 'xx······', where: [[2, 8]] });
    expect(show('x-123yy')).toEqual({ text: '·····yy', where: [[0, 5]] });
  });

  it('show no more than three octets of a secret that comes in bursts', () => {
    const bursts = new MaskedBursts([password]);
    const shown = ['xxG', 'u', 'rux', '-1', '2', '3yy', 'zz'].map((text) => {
      const { octets, masked: where } = bursts.take(Uint8Array.from(Buffer.from(text)));
      return [Buffer.from(octets).toString('latin1').replaceAll('\0', '·'), where];
    });
    expect(shown).toEqual([
      ['xxG', undefined],
      ['u', undefined],
      ['···', [[0, 3]]],
      ['··', [[0, 2]]],
      ['·', [[0, 1]]],
      ['·yy', [[0, 1]]],
      ['zz', undefined],
    ]);
  });

  it('do not show the check sequence of a frame that holds one either', () => {
    expect(show('~Gurux-123FC~')).toEqual({ text: '~···········~', where: [[1, 12]] });
  });
});
