import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { decipher, decode, initiateRequest } from '../adapters/dlms';
import { aarq } from '../adapters/dlms/acse/association';
import { sideChannelOf } from '../adapters/virtual/stable-link';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { packageRoot } from '../declaration/package-root';
import { command } from './command.fixture';

const SCENARIO = `schema: smets2-scenario/1
name: one-write
title: A reading and a writing over the wire
start: any
steps:
  - { read: secondary.export.total }
  - { write: secondary.export.mpan, value: { octets: "32303132333435363738393031" } }
`;

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const link = join(folder, 'meter');
let meter: ChildProcess;
beforeAll(async () => {
  const main = join(packageRoot(), 'dist', 'cli', 'main.js');
  meter = spawn(process.execPath, [main, 'simulate', '--link', link, '--port', 'tcp:0', '--mode', 'wrapper']);
  await new Promise<void>((resolve) => meter.stdout!.on('data', (text) => String(text).includes('ready') && resolve()));
  writeFileSync(join(folder, 'one.yaml'), SCENARIO);
});
afterAll(async () => {
  meter.kill('SIGINT');
  await once(meter, 'exit');
  rmSync(folder, { recursive: true });
});

const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** A secret as it may stand in an output: as it is, in hex of either case, in base64 of either alphabet wherever it begins. */
function faces(secret: Uint8Array): string[] {
  const hex = hexOf(secret);
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([new Uint8Array(before), secret]).toString('base64');
    // Characters that hold bits of what stands before it or behind it.
    return text.replaceAll('=', '').slice(before === 0 ? 0 : before + 1, -1);
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [Buffer.from(secret).toString('latin1'), hex, hex.toUpperCase(), ...base64, ...url];
}

const filesIn = (path: string): string[] =>
  readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    return statSync(file).isDirectory() ? filesIn(file) : [file];
  });

/** What a run sent to its meter over the TCP wrapper, APDU by APDU. */
function sent(run: string): { hex: string; masked?: unknown }[] {
  const traces = filesIn(run).filter((file) => file.endsWith('.ndjson'));
  return traces
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line))
    .filter(({ kind, way }) => kind === 'wire' && way === 'tx')
    .map(({ hex, masked }) => ({ hex: hex.slice(16), masked }));
}

/** The keys that a client dedicated to its associations, opened by who has the global ones. */
function dedicatedKeys(run: string, keys: { encryptionKey: Uint8Array; authenticationKey: Uint8Array }): Uint8Array[] {
  return sent(run).flatMap(({ hex }) => {
    if (!hex.startsWith('60')) return [];
    const { callingApTitle, userInformation } = decode(aarq, octetsOf(hex), 1);
    const { plain } = decipher(userInformation!, () => ({ ...keys, systemTitle: callingApTitle! }));
    return [decode(initiateRequest, plain, 1).dedicatedKey!];
  });
}

it('no output shows any key material: password, global keys and keys dedicated to associations', () => {
  const management = { authentication: 'low', security: 'authentication-encryption', key: 'dedicated' };
  const connection = {
    adapter: 'optical',
    port: link,
    link: 'wrapper',
    secrets: `${link}.keys`,
    sideChannel: sideChannelOf(link),
    management,
  };
  const file = join(folder, 'meter.yaml');
  writeFileSync(file, stringify({ ...exampleMeter(), associations: ['management'], connection }));
  const out = join(folder, 'runs');
  const asked = [
    command('run', '--meter', file, '--scenario', join(folder, 'one.yaml'), '--cases', '0', '--out', out),
    command('read', file, 'clock', 'secondary.export.mpan', '--json'),
    command('doctor', file, '--json'),
  ];
  expect(`${asked[0]!.stdout}${asked[0]!.stderr}`).toMatch(/one-write +played/);
  expect(asked.map(({ status }) => status)).toEqual([0, 0, 0]);

  const kept = JSON.parse(readFileSync(`${link}.keys`, 'utf8'));
  const keys = { encryptionKey: octetsOf(kept.encryptionKey), authenticationKey: octetsOf(kept.authenticationKey) };
  const dedicated = dedicatedKeys(out, keys);
  expect(dedicated.length).toBeGreaterThan(1);
  expect(new Set(dedicated.map(hexOf)).size).toBe(dedicated.length);
  expect(sent(out).some(({ masked }) => masked !== undefined)).toBe(true);

  const secrets = [...Object.values(keys), ...dedicated, Uint8Array.from(Buffer.from(kept.password))];
  const outputs = [
    ...asked.flatMap(({ stdout, stderr }, i) => [[`stdout ${i}`, stdout] as const, [`stderr ${i}`, stderr] as const]),
    ...filesIn(out).map((path) => [path, readFileSync(path, 'latin1')] as const),
  ];
  const shown = outputs.flatMap(([name, text]) =>
    secrets.flatMap((secret) =>
      faces(secret)
        .filter((face) => text.includes(face))
        .map((face) => `${name}: ${face}`),
    ),
  );
  expect(shown).toEqual([]);
});

it('a secret is found in base64 wherever it begins', () => {
  const secret = octetsOf('000102030405060708090a0b0c0d0e0f');
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const after of ['', 'z', 'zz']) {
      const text = Buffer.concat([Buffer.from(before), secret, Buffer.from(after)]).toString('base64');
      expect(faces(secret).some((face) => text.includes(face))).toBe(true);
    }
});
