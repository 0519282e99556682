import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessShape } from '../../declaration/access';
import { LinkError, PortError } from '../../trace/errors';
import type { ObjectName } from '../../trace/vocabulary';
import { parseObjectMap } from '../dlms/object-map';
import { sharedFolder } from '../dlms/shared.fixture';
import type { MeterStimulus } from '../ports';
import { CosemMeter } from './cosem-meter';
import { RecordedMeter, type Recording } from './recorded-meter.fixture';
import { readSecrets } from './secrets';
import { Session } from './session';

const folder = sharedFolder('wire');
const there = existsSync(folder);
const PASSWORD = 'Gurux';

/** Where that meter keeps what the suite names otherwise. */
const map = parseObjectMap(
  `
schema: smets2-object-map/1
title: the recorded meter
base: default
objects:
  import.profile:
    { class: 7, name: 1-0:99.1.0.255, attribute: 2, as: rows, columns: &rows [
      { field: end, as: date-time, captures: { class: 8, name: 0-0:1.0.0.255 } },
      { field: wh, as: u32, captures: { class: 3, name: 1-0:1.8.0.255 } } ] }
  import.mpan: { class: 1, name: 0-0:94.44.34.11, attribute: 2, as: octets }
  primary.export.mpan: { class: 1, name: 0-0:94.44.34.12, attribute: 2, as: octets }
  secondary.export.total: { class: 3, name: 1-20:2.8.0.255, attribute: 2, as: u32 }
`,
  'recorded.yaml',
);

function meterOf(file: string, { client = 17, authentication = 'low', link = 'hdlc' } = {}) {
  const port = new RecordedMeter(JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Recording);
  const access = accessShape.parse({
    adapter: 'optical',
    port: 'recording',
    link,
    infoField: 128,
    window: 1,
    retries: 0,
    silenceMs: 50,
    management: { client, authentication },
  });
  const password = Uint8Array.from(Buffer.from(PASSWORD));
  const session = new Session(access, { ...readSecrets({}), password }, async () => port);
  const wire: string[] = [];
  const tap = { wire: (_: string, octets: Uint8Array) => void wire.push(Buffer.from(octets).toString('hex')) };
  const meter = new CosemMeter({ map, session, capabilities: ['read'], bench: { now: () => 0 } });
  const perform = async (stimulus: MeterStimulus) => (await meter.perform(stimulus, new AbortController().signal, tap)).answer;
  const read = (object: ObjectName, range?: { fromMs: number; toMs: number }) =>
    perform({ do: 'read', object, ...(range && { range }) });
  return { port, meter, read, perform, wire, session };
}

const recordedWh = (i: number) => ((i * 2_654_435_761) % 2 ** 32) % 1500;

(there ? describe : describe.skip)(
  `a session recorded with another maker's meter${there ? '' : ' (skipped: ../shared/wire is absent)'}`,
  () => {
    it('gives a register and the clock', async () => {
      const register = meterOf('gurux-register');
      expect(await register.read('primary.export.total')).toEqual({ value: 456_789 });
      expect(await meterOf('gurux-clock').read('clock')).toEqual({
        value: { meterMs: Date.parse('2026-06-15T12:34:56Z'), status: 'reliable' },
      });
      // Only our proposal and requests differ from theirs: the frames that carry nothing are the same octets.
      expect(register.port.departures.every(({ ours }) => ours.length > 20)).toBe(true);
    });

    it('signs on in mode E first, and says who answered', async () => {
      const { read, session } = meterOf('gurux-mode-e-register', { link: 'mode-e' });
      expect(await read('primary.export.total')).toEqual({ value: 456_789 });
      expect(session.identified).toEqual({ manufacturer: 'GRX', ident: '12345678', baud: 9600 });
    });

    it('gives a whole profile by block transfer, row by row', async () => {
      const answer = await meterOf('gurux-profile-full').read('import.profile');
      const rows = ('value' in answer ? answer.value : []) as { end: number; wh: number }[];
      expect(rows).toHaveLength(4416);
      expect(rows.every(({ end, wh }, i) => end === Date.UTC(2026, 0, 1) + 1_800_000 * i && wh === recordedWh(i))).toBe(true);
    });

    it('gives the rows of a range, and none of an empty one', async () => {
      const range = { fromMs: Date.UTC(2026, 0, 2), toMs: Date.UTC(2026, 0, 2, 23, 30) };
      const answer = await meterOf('gurux-range').read('import.profile', range);
      expect('value' in answer && (answer.value as { end: number }[]).map(({ end }) => end)).toEqual(
        Array.from({ length: 48 }, (_, i) => range.fromMs + 1_800_000 * i),
      );
      expect(await meterOf('gurux-range-empty').read('import.profile', range)).toEqual({ value: [] });
    });

    it('gives refusals as the meter said them', async () => {
      const denied = { refused: { code: 3, name: 'read-write-denied' } };
      expect(await meterOf('gurux-denied').read('primary.export.mpan')).toEqual(denied);
      expect(await meterOf('gurux-unknown-object').read('secondary.export.total')).toEqual(denied);
      const { perform } = meterOf('gurux-write-denied-public', { client: 16, authentication: 'none' });
      expect(await perform({ do: 'write', object: 'import.mpan', value: { octets: '31' } })).toEqual(denied);
    });

    it('writes', async () => {
      const { perform } = meterOf('gurux-write');
      expect(await perform({ do: 'write', object: 'import.mpan', value: { octets: '31' } })).toEqual({ value: null });
    });

    it('names what the association lists', async () => {
      const answer = await meterOf('gurux-association-view').read('association.view');
      expect('value' in answer && answer.value).toEqual(
        expect.arrayContaining(['clock', 'primary.export.total', 'import.profile', 'import.mpan']),
      );
    });

    it('ends with the meter’s reason where it does not take the password, and gives no answer', async () => {
      const asking = meterOf('gurux-connect-bad-password').read('clock');
      await expect(asking).rejects.toThrow(LinkError);
      await expect(asking).rejects.toMatchObject({
        whose: 'link',
        code: 'refused',
        message: expect.stringMatching(/authentication-failure/),
      });
    });

    it('is trouble of the link where the meter falls silent in the middle', async () => {
      const { read, port } = meterOf('gurux-profile-first20');
      await expect(read('import.profile')).rejects.toMatchObject({ whose: 'link', code: 'timeout' });
      expect(port.isDone).toBe(true);
      await expect(read('import.profile')).rejects.toThrow(PortError);
    });

    it('records every octet but those of the password', async () => {
      const { read, wire } = meterOf('gurux-register');
      await read('primary.export.total');
      const secret = Buffer.from(PASSWORD).toString('hex');
      expect(wire.some((hex) => hex.includes('0000000000'))).toBe(true);
      expect(wire.join('')).not.toContain(secret);
      expect(wire.join('').length).toBeGreaterThan(300);
    });
  },
);
