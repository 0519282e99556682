import type { Answer, Association, Value } from '../../trace/vocabulary';
import { type ClientApdu, ClientTransfer, decodeApdu, type WholeRequest, type WholeResponse } from '../dlms';
import { Deframer } from '../dlms/hdlc';
import { listedObjects, parseObjectMap } from '../dlms/object-map';
import { eachSharedJson } from '../dlms/shared.fixture';
import { KEYS, TestClient } from './cosem/specimen.fixture';
import { MeterObjects, type NamedMeter } from './meter-objects';

type Recording = { dir: 'client' | 'meter'; hex: string }[];

/** The recorded meter's objects, placed where it has them. */
const MAP = parseObjectMap(
  `schema: smets2-object-map/1
title: the recorded meter
objects:
  clock: { class: 8, name: 0-0:1.0.0.255, attribute: 2, as: clock }
  primary.import.total: { class: 3, name: 1-0:1.8.0.255, attribute: 2, as: u32, unit: 30 }
  primary.export.total: { class: 3, name: 1-0:2.8.0.255, attribute: 2, as: u32, unit: 30 }
  import.mpan: { class: 1, name: 0-0:94.44.34.11, attribute: 2, as: octets }
  primary.export.mpan: { class: 1, name: 0-0:94.44.34.12, attribute: 2, as: octets }
  reactive.import.profile:
    class: 7
    name: 1-0:99.1.0.255
    attribute: 2
    as: rows
    columns:
      - { field: end, as: date-time, captures: { class: 8, name: 0-0:1.0.0.255 } }
      - { field: varh, as: u32, captures: { class: 3, name: 1-0:1.8.0.255 } }
`,
  'recorded.yaml',
);

const START = Date.UTC(2026, 0, 1);
const ROWS = Array.from({ length: 4416 }, (_, i) => ({ end: START + i * 1_800_000, varh: ((i * 2654435761) % 2 ** 32) % 1500 }));
const DENIED: Answer = { refused: { code: 3, name: 'read-write-denied' } };

/** What the README of the recordings says of that meter. */
class RecordedMeter implements NamedMeter {
  private readonly values: Record<string, Value> = {
    clock: { meterMs: Date.UTC(2026, 5, 15, 12, 34, 56), status: 'reliable' },
    'primary.import.total': 12_345_678,
    'primary.export.total': 456_789,
    'import.mpan': { octets: '' },
    'association.view': MAP.names,
  };

  ask(stimulus: Parameters<NamedMeter['ask']>[0]): Answer {
    if (stimulus.do === 'read' && stimulus.object === 'reactive.import.profile') {
      const { fromMs = 0, toMs = Number.POSITIVE_INFINITY } = stimulus.range ?? {};
      return { value: ROWS.filter(({ end }) => end >= fromMs && end <= toMs) };
    }
    if (stimulus.do === 'read') return stimulus.object in this.values ? { value: this.values[stimulus.object]! } : DENIED;
    if (stimulus.do !== 'write' || stimulus.as !== 'management') return DENIED;
    this.values[stimulus.object] = stimulus.value;
    return { value: null };
  }

  rights(_: string, by: Association) {
    return { read: true, write: by === 'management', invoke: false };
  }
}

const WHOLE = /^(get|set|action)-request-(normal|with-list)$/;
const LLC_LENGTH = 3;

/** APDUs of one side, segments joined. */
function apdusOf(recording: Recording, side: 'client' | 'meter'): Uint8Array[] {
  const apdus: Uint8Array[] = [];
  let segments: Uint8Array[] = [];
  for (const { dir, hex } of recording) {
    if (dir !== side || !hex.startsWith('7e')) continue;
    for (const piece of new Deframer().push(Uint8Array.from(Buffer.from(hex, 'hex')))) {
      if (!('frame' in piece) || piece.frame.control.kind !== 'I') continue;
      segments.push(piece.frame.info);
      if (piece.frame.segmented) continue;
      apdus.push(Uint8Array.from(Buffer.concat(segments)).subarray(LLC_LENGTH));
      segments = [];
    }
  }
  return apdus;
}

/** Each service that their client asked for, with the whole answer that it got of their meter. */
function servicesOf(recording: Recording): { request: WholeRequest; answer: WholeResponse }[] {
  const answers = apdusOf(recording, 'meter');
  const services: { request: WholeRequest; answer: WholeResponse }[] = [];
  let transfer: ClientTransfer | undefined;
  let request: ClientApdu | undefined;
  for (const [i, octets] of apdusOf(recording, 'client').entries()) {
    const asked = decodeApdu('client', octets);
    const answer = answers[i];
    if (WHOLE.test(asked.kind)) {
      request = asked;
      transfer = new ClientTransfer(asked as WholeRequest, { serverMaxReceivePduSize: 512 });
      transfer.first();
    }
    if (!transfer || !answer) continue;
    const step = transfer.take(decodeApdu('server', answer));
    if ('response' in step) services.push({ request: request as WholeRequest, answer: step.response });
  }
  return services;
}

const viewIn = (response: WholeResponse) => {
  if (response.kind !== 'get-response-normal' || response.result.kind !== 'data') throw new Error(response.kind);
  return listedObjects(response.result.data).map(({ classId, logicalName }) => `${classId} ${logicalName}`);
};

/** Where ours must answer otherwise: their meter lists more objects and attributes, and misnames an object that there is not. */
const DIFFERS: Record<string, (ours: WholeResponse, theirs: WholeResponse) => void> = {
  'gurux-association-view.json': (ours, theirs) => {
    expect(viewIn(ours)).toHaveLength(7);
    expect(viewIn(theirs)).toEqual(expect.arrayContaining(viewIn(ours)));
  },
  'gurux-unknown-object.json': (ours) => {
    expect(ours).toMatchObject({ result: { kind: 'data-access-result', result: 'object-undefined' } });
  },
};

describe('the client of an independent implementation', () => {
  eachSharedJson<Recording>(
    'wire',
    (file) => `gets of our server what it got of its own meter: ${file}`,
    (recording, file) => {
      const aarq = decodeApdu('client', apdusOf(recording, 'client')[0]!);
      const meter = new MeterObjects(MAP, new RecordedMeter());
      const secret = 'mechanismName' in aarq && aarq.mechanismName === 'low';
      const client = new TestClient(secret ? 17 : 16, {
        clients: new Map([
          [16, 'public'],
          [17, 'management'],
        ]),
        keys: { ...KEYS, password: Uint8Array.from(Buffer.from('Gurux')) },
        objects: (by) => meter.of(by),
        maxReceivePduSize: 512,
      });
      const aare = client.ask(aarq);
      if (aare.kind !== 'aare') throw new Error(aare.kind);
      expect(aare.result).toBe(file.includes('bad-password') ? 'rejected-permanent' : 'accepted');
      for (const { request, answer } of servicesOf(recording)) {
        const served = client.serve(request);
        if (!('response' in served)) throw new Error(served.refused.kind);
        const differs = DIFFERS[file];
        if (differs) differs(served.response, answer);
        else expect(served.response).toEqual(answer);
      }
    },
    'gurux',
  );
});
