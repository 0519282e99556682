import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import { command } from './command.fixture';

const ANSWER = 'C4 01 C1 00 06 00 BC 61 4E';
const TREE = [
  'get-response-normal',
  '  invoke id and priority: 1, confirmed, high priority',
  '  result: data',
  '    data: double-long-unsigned 12345678',
  '',
].join('\n');

describe('decode', () => {
  it('prints the tree of octets given as arguments, blanks and colons ignored', () => {
    expect(command('decode', ANSWER)).toMatchObject({ status: 0, stdout: TREE });
    expect(command('decode', ...ANSWER.toLowerCase().split(' '))).toMatchObject({ status: 0, stdout: TREE });
    expect(command('decode', `0x${ANSWER.replaceAll(' ', ':')}`)).toMatchObject({ status: 0, stdout: TREE });
  });

  it('reads a file, and the standard input', () => {
    const folder = mkdtempSync(join(tmpdir(), 'decode-'));
    const file = join(folder, 'answer.hex');
    writeFileSync(file, `${ANSWER.replaceAll(' ', '\n')}\n`);
    expect(command('decode', '--file', file)).toMatchObject({ status: 0, stdout: TREE });
    rmSync(folder, { recursive: true });
    const piped = spawnSync(process.execPath, [join(packageRoot(), 'dist', 'cli', 'main.js'), 'decode'], {
      encoding: 'utf8',
      input: ANSWER,
    });
    expect(piped).toMatchObject({ status: 0, stdout: TREE });
  });

  it('shows control characters of a meter instead of obeying them', () => {
    const { stdout } = command('decode', 'c401c1000a031b5b4a');
    expect(stdout).toContain('\\u001b[J');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['c001c10007'], 'at octet 5: expected 6 octets of instanceId, got 0 octets'],
    [['c0', '0g'], 'expected hex, got "g" after 3 digits'],
    [['c'], 'expected two digits an octet, got 1 digits'],
    [['--file', 'absent.hex'], 'cannot read absent.hex'],
    [['c0', '--file', 'absent.hex'], 'not both'],
  ])('refuses %j and says what is wrong', (args, complaint) => {
    const { status, stderr } = command('decode', ...args);
    expect(stderr).toContain(complaint);
    expect(status).toBe(64);
  });
});
