import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ClientApdu, decodeApdu, encodeApdu, type Role, type ServerApdu } from './apdu/apdu';
import type { Data } from './data/types';
import { type GbcsMessage, gbcsMessage } from './gbcs/message';
import { hexOf, octetsOf } from './laws.fixture';
import { decode, encode } from './shape';
import { sharedFolder } from './shared.fixture';

const VECTORS = sharedFolder('rtds/vectors');
const files = existsSync(VECTORS)
  ? readdirSync(VECTORS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.HEX'))
  : [];
const EPOCH_MS = Date.UTC(2000, 0, 1);

const octetsIn = (file: string) => octetsOf(readFileSync(join(VECTORS, file), 'utf8'));
const roleOf = ({ transaction }: GbcsMessage): Role => (transaction.flag === 'command' ? 'client' : 'server');

/** The Access-Request or Access-Response of a vector. */
function payloadOf<K extends 'access-request' | 'access-response'>(file: string, kind: K) {
  const message = decode(gbcsMessage, octetsIn(file));
  const apdu: ClientApdu | ServerApdu = decodeApdu<Role>(roleOf(message), message.payload);
  if (apdu.kind !== kind) throw new Error(`${file} holds ${apdu.kind}`);
  return apdu as Extract<ClientApdu | ServerApdu, { kind: K }>;
}

const instant = (seconds: unknown) => new Date(EPOCH_MS + Number(seconds) * 1000).toISOString().replace('.000', '');
/** A row of numbers, its first the seconds since 2000. */
const rowOf = ({ value }: Data) => (value as Data[]).map((cell, i) => (i === 0 ? instant(cell.value) : cell.value));

if (files.length === 0) it.skip('test data is absent: no vector in ../shared/rtds/vectors', () => {});

describe('a message of the GB reference test data', () => {
  for (const file of files)
    it(`${basename(file, '.HEX')} is decoded and encoded again to the same octets`, () => {
      const octets = octetsIn(file);
      const message = decode(gbcsMessage, octets);
      expect(hexOf(encode<GbcsMessage>(gbcsMessage, message))).toBe(hexOf(octets));
      const role = roleOf(message);
      const apdu = decodeApdu<Role>(role, message.payload);
      expect(apdu.kind).toBe(role === 'client' ? 'access-request' : 'access-response');
      expect(hexOf(encodeApdu<Role>(role, apdu))).toBe(hexOf(message.payload));
    });
});

const PROFILES = sharedFolder('rtds/decoded-profiles.json');
type Profile = { request: [string, string]; entries: [string, ...number[]][] };

describe('the profiles of the GB reference test data', () => {
  if (!existsSync(PROFILES)) return it.skip('test data is absent: no ../shared/rtds/decoded-profiles.json', () => {});
  const decoded: Record<string, Profile> = JSON.parse(readFileSync(PROFILES, 'utf8'));
  const named = (name: string, way: string) => files.find((file) => basename(file) === `${name}_${way}_GBCS.HEX`);

  for (const [name, { request, entries }] of Object.entries(decoded)) {
    const command = named(name, 'COMMAND');
    const response = named(name, 'RESPONSE');
    if (name === 'note') continue;
    if (command === undefined || response === undefined) {
      it.skip(`${name} has no vector`, () => {});
      continue;
    }
    it(`${name} asks for ${request.join(' to ')}`, () => {
      const [first] = payloadOf(command, 'access-request').specifications;
      if (first?.kind !== 'access-request-get-with-selection') throw new Error(first?.kind);
      expect(first.accessSelection.accessSelector).toBe(1);
      const [, from, to] = first.accessSelection.accessParameters.value as Data[];
      expect([from, to].map((bound) => boundOf(bound!))).toEqual(request);
    });

    it(`${name} holds ${entries.length} entries`, () => {
      const [buffer] = payloadOf(response, 'access-response').data;
      expect((buffer!.value as Data[]).map(rowOf)).toEqual(entries);
    });
  }
});

const boundOf = ({ value }: Data) => instant(value);

describe('other values of the GB reference test data', () => {
  const value = (name: string) => files.find((file) => basename(file).startsWith(name));
  const check = (name: string, title: string, work: (file: string) => void) => {
    const file = value(name);
    if (file === undefined) it.skip(`${title} (absent: ${name})`, () => {});
    else it(title, () => work(file));
  };

  check('ECS40_6.2.7_SINGLE_SUCCESS_RESPONSE', 'read two MPANs of 13 characters', (file) => {
    const { data, specifications } = payloadOf(file, 'access-response');
    expect(data.map(({ value: octets }) => Buffer.from(octets as Uint8Array).toString())).toEqual([
      '1312345678111',
      '1312345678333',
    ]);
    expect(specifications.map(({ result }) => result)).toEqual(['success', 'success']);
  });

  check('ECS40_6.2.7_SINGLE_SUCCESS_COMMAND', 'ask for both MPANs by their logical names', (file) => {
    expect(payloadOf(file, 'access-request').specifications).toEqual([
      { kind: 'access-request-get', attribute: { classId: 1, instanceId: '0-0:94.44.34.11', attributeId: 2 } },
      { kind: 'access-request-get', attribute: { classId: 1, instanceId: '1-0:0.0.2.255', attributeId: 2 } },
    ]);
  });

  check('ECS17a_4.2_SUCCESS_RESPONSE', 'read two registers with scaler and unit', (file) => {
    expect(payloadOf(file, 'access-response').data.map(({ value }) => value)).toEqual([
      10,
      [
        { type: 'integer', value: 0 },
        { type: 'enum', value: 30 },
      ],
      20,
      [
        { type: 'integer', value: 0 },
        { type: 'enum', value: 32 },
      ],
    ]);
  });
});
