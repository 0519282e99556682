import { type ClientApdu, decodeApdu, encodeApdu, type Role, type ServerApdu } from './apdu/apdu';
import { associationRequest, initiateRequestOctets } from './apdu/association-request';
import type { ConformanceBit } from './apdu/conformance';
import { dateTimeIn, instantOf } from './data/date-time';
import type { Data } from './data/types';
import { Deframer } from './hdlc';
import { hexOf, octetsOf } from './laws.fixture';
import { eachSharedJson } from './shared.fixture';
import { ClientTransfer } from './transfer/client-transfer';
import type { WholeRequest, WholeResponse } from './transfer/whole';

type Recording = { dir: 'client' | 'meter'; hex: string }[];
type Message = { from: Role; apdu: Uint8Array };

const LLC_LENGTH = 3;
const FLAG = '7e';

/** The APDUs of a recording: frames joined where they are segments, their LLC headers taken off. */
function messagesOf(recording: Recording): Message[] {
  const messages: Message[] = [];
  let segments: Uint8Array[] = [];
  for (const { dir, hex } of recording.filter((entry) => entry.hex.startsWith(FLAG)))
    for (const piece of new Deframer().push(octetsOf(hex))) {
      if (!('frame' in piece) || piece.frame.control.kind !== 'I') continue;
      segments.push(piece.frame.info);
      if (piece.frame.segmented) continue;
      const apdu = Uint8Array.from(Buffer.concat(segments)).subarray(LLC_LENGTH);
      messages.push({ from: dir === 'client' ? 'client' : 'server', apdu });
      segments = [];
    }
  return messages;
}

const WHOLE = /^(get|set|action)-request-(normal|with-list)$/;
const PDU = 512;

type Service = { request: WholeRequest; response?: WholeResponse };

/** Every service of a recording, asked again by our client: it sends the octets recorded, and joins the meter's to one answer. */
function servicesOf(messages: readonly Message[]): Service[] {
  const meter = messages.filter(({ from }) => from === 'server');
  const services: Service[] = [];
  let transfer: ClientTransfer | undefined;
  let next: ClientApdu | undefined;
  for (const [i, asked] of messages.filter(({ from }) => from === 'client').entries()) {
    const request = decodeApdu('client', asked.apdu);
    if (WHOLE.test(request.kind)) {
      services.push({ request: request as WholeRequest });
      transfer = new ClientTransfer(request as WholeRequest, { serverMaxReceivePduSize: PDU });
      next = transfer.first();
    }
    if (transfer === undefined) continue;
    expect(hexOf(encodeApdu('client', next!))).toBe(hexOf(asked.apdu));
    const answer = meter[i];
    // One recording was cut before the answer.
    if (answer === undefined) break;
    const step = transfer.take(decodeApdu('server', answer.apdu));
    if ('response' in step) services.at(-1)!.response = step.response;
    else if (!('send' in step)) throw new Error(JSON.stringify(step));
    next = 'send' in step ? step.send : undefined;
  }
  return services;
}

function dataOf(response: WholeResponse | undefined): Data {
  if (response?.kind !== 'get-response-normal' || response.result.kind !== 'data')
    throw new Error(response?.kind ?? 'no response');
  return response.result.data;
}

const answersOf = (messages: readonly Message[]) => servicesOf(messages).map(({ response }) => dataOf(response));
const resultOf = (response: WholeResponse | undefined) => (response as { result: unknown }).result;
const instantIn = ({ value }: Data) => instantOf(dateTimeIn(value as Uint8Array)!);

const START = Date.UTC(2026, 0, 1);
const HALF_HOUR_MS = 1_800_000;
const row = (i: number) => [START + i * HALF_HOUR_MS, ((i * 2654435761) % 2 ** 32) % 1500];
const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => row(from + i));
const rowsOf = (buffer: Data | undefined) =>
  (buffer!.value as Data[]).map(({ value }) => [instantIn((value as Data[])[0]!), (value as Data[])[1]!.value]);

const CLIENT_PROPOSES: ConformanceBit[] = [
  'general-protection',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'access',
  'get',
  'set',
  'selective-access',
  'action',
];

/** The AARQ that our client builds for what theirs determines. */
function associationAs(authentication: Parameters<typeof associationRequest>[0]['authentication']): string {
  const userInformation = initiateRequestOctets({ conformance: CLIENT_PROPOSES, clientMaxReceivePduSize: 0xffff });
  return hexOf(encodeApdu('client', { kind: 'aarq', ...associationRequest({ authentication, userInformation }) }));
}

const password = (text: string) => ({ mechanism: 'low' as const, password: Uint8Array.from(Buffer.from(text)) });
const aareOf = ([, answer]: readonly Message[]) => decodeApdu('server', answer!.apdu) as Extract<ServerApdu, { kind: 'aare' }>;

/** What the documentation of the recordings says of each. */
const DOCUMENTED: Record<string, (messages: Message[]) => void> = {
  'gurux-association-view.json': (messages) => {
    const [objects] = answersOf(messages);
    const names = (objects!.value as Data[]).map(({ value }) => hexOf((value as Data[])[2]!.value as Uint8Array));
    expect(names).toEqual(
      expect.arrayContaining(['0000010000ff', '0100010800ff', '0100020800ff', '0100630100ff', '00005e2c220b', '00005e2c220c']),
    );
  },
  'gurux-clock.json': (messages) => {
    const [time] = answersOf(messages);
    expect(instantIn(time!)).toBe(Date.UTC(2026, 5, 15, 12, 34, 56));
    expect(dateTimeIn(time!.value as Uint8Array)?.deviationMin).toBe(0);
  },
  'gurux-connect-bad-password.json': (messages) => {
    expect(hexOf(messages[0]!.apdu)).toBe(associationAs(password('wrong')));
    expect(aareOf(messages)).toMatchObject({
      result: 'rejected-permanent',
      resultSourceDiagnostic: { kind: 'acse-service-user', reason: 'authentication-failure' },
    });
  },
  'gurux-connect-low.json': (messages) => {
    expect(hexOf(messages[0]!.apdu)).toBe(associationAs(password('Gurux')));
    expect(aareOf(messages).result).toBe('accepted');
    const initiate = decodeApdu('server', aareOf(messages).userInformation!);
    expect(initiate).toMatchObject({ kind: 'initiate-response', serverMaxReceivePduSize: 512, vaaName: 7 });
  },
  'gurux-connect-none.json': (messages) => {
    expect(hexOf(messages[0]!.apdu)).toBe(associationAs({ mechanism: 'lowest' }));
    expect(aareOf(messages).result).toBe('accepted');
  },
  'gurux-denied.json': (messages) =>
    expect(servicesOf(messages).map(({ response }) => resultOf(response))).toEqual([
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]),
  'gurux-unknown-object.json': (messages) =>
    expect(servicesOf(messages).map(({ response }) => resultOf(response))).toEqual([
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]),
  'gurux-entries-1-48.json': (messages) => expect(rowsOf(answersOf(messages)[0])).toEqual(rows(0, 48)),
  'gurux-range.json': (messages) => expect(rowsOf(answersOf(messages)[0])).toEqual(rows(48, 48)),
  'gurux-range-empty.json': (messages) => expect(rowsOf(answersOf(messages)[0])).toEqual([]),
  'gurux-profile-full.json': (messages) => {
    const buffer = rowsOf(answersOf(messages)[0]);
    expect(buffer).toEqual(rows(0, 4416));
    expect(buffer.reduce((sum, [, wh]) => sum + (wh as number), 0)).toBe(3_312_064);
  },
  'gurux-profile-first20.json': (messages) => {
    expect(servicesOf(messages)).toEqual([{ request: expect.objectContaining({ kind: 'get-request-normal' }) }]);
    expect(decodeApdu('server', messages[3]!.apdu)).toMatchObject({
      kind: 'get-response-with-datablock',
      lastBlock: false,
      blockNumber: 1,
    });
  },
  'gurux-register.json': registers,
  'gurux-mode-e-register.json': registers,
  'gurux-write.json': (messages) => {
    const [write, read] = servicesOf(messages);
    expect(resultOf(write!.response)).toBe('success');
    expect(dataOf(read!.response)).toEqual((write!.request as Extract<WholeRequest, { kind: 'set-request-normal' }>).value);
  },
  'gurux-write-denied-public.json': (messages) =>
    expect(servicesOf(messages).map(({ response }) => resultOf(response))).toEqual(['read-write-denied']),
};

function registers(messages: Message[]): void {
  const [value, scalerUnit] = answersOf(messages);
  expect(value).toEqual({ type: 'double-long-unsigned', value: 456_789 });
  expect(scalerUnit!.value).toEqual([
    { type: 'integer', value: 0 },
    { type: 'enum', value: 30 },
  ]);
}

describe('the APDUs of sessions between a Gurux client and a Gurux meter', () => {
  eachSharedJson<Recording>(
    'wire',
    (file) => `${file}: decoded to what is documented, asked by our client with the same octets`,
    (recording, file) => {
      const messages = messagesOf(recording);
      for (const { from, apdu } of messages)
        expect(hexOf(encodeApdu<Role>(from, decodeApdu<Role>(from, apdu)))).toBe(hexOf(apdu));
      DOCUMENTED[file]!(messages);
    },
  );
});
