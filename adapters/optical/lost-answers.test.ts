import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { PortError } from '../../trace/errors';
import { Unwrapper } from '../dlms/wrapper';
import type { MeterStimulus } from '../ports';
import { type VirtualRig, virtualRig } from './virtual-rig.fixture';

const SET_REQUEST = 0xc1;
const GET_REQUEST = 0xc0;
const ACTION_REQUEST = 0xc3;

/** A relay that lets each request through and loses the meter's next answers, as many as it is told to. */
class LossyRelay {
  loses = 0;
  /** The first octet of each APDU that the client has sent. */
  asked: number[] = [];
  private server: Server | undefined;

  /** Where the relay that lies before that address is reached. */
  async before(address: string): Promise<string> {
    const [host, port] = address.split(':');
    this.server = createServer((client) => {
      const meter = connect(Number(port), host!);
      const [requests, answers] = [new Unwrapper(), new Unwrapper()];
      client.on('data', (octets) => {
        for (const one of requests.push(octets)) if ('message' in one) this.asked.push(one.message.apdu[0]!);
        meter.write(octets);
      });
      meter.on('data', (octets) => {
        for (const one of answers.push(octets))
          if (this.loses > 0) this.loses--;
          else client.write(one.octets);
      });
      for (const [one, other] of [
        [client, meter],
        [meter, client],
      ] as const) {
        one.on('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  count(tag: number): number {
    return this.asked.filter((one) => one === tag).length;
  }

  close() {
    this.server?.close();
  }
}

describe('a meter whose answers are lost', () => {
  const relay = new LossyRelay();
  let rig: VirtualRig | undefined;
  const signal = new AbortController().signal;
  const tap = { wire: () => {} };

  beforeAll(async () => {
    rig = await virtualRig(exampleMeter(), 'wrapper', { tcp: 0 }, { through: (address) => relay.before(address) });
  });
  afterAll(async () => {
    await rig?.close();
    relay.close();
  });

  /** A fresh meter that has answered once, so that the association stands; then it loses as many answers. */
  async function perform(stimulus: MeterStimulus, loses: number) {
    const { meter } = await rig!.make();
    await meter.open(signal, tap);
    await meter.perform({ do: 'read', object: 'secondary.export.total' }, signal, tap);
    relay.asked = [];
    relay.loses = loses;
    try {
      return await meter.perform(stimulus, signal, tap);
    } finally {
      relay.loses = 0;
    }
  }

  it('is read again, and the attempts are told', async () => {
    const { answer, attempts } = await perform({ do: 'read', object: 'secondary.export.total' }, 1);
    expect(answer).toEqual({ value: 0 });
    expect(attempts).toBe(2);
    expect(relay.count(GET_REQUEST)).toBe(2);
  });

  it('is written once, and read back to see whether it was', async () => {
    const value = { octets: Buffer.from('1030006718997').toString('hex') };
    const { answer } = await perform({ do: 'write', object: 'secondary.export.mpan', value }, 1);
    expect(answer).toEqual({ value: null });
    expect(relay.count(SET_REQUEST)).toBe(1);
    expect(relay.count(GET_REQUEST)).toBe(1);
  });

  it('is invoked once, and nobody knows', async () => {
    const call = perform({ do: 'invoke', object: 'load.switch', method: 'open', argument: 'secondary' }, 1);
    await expect(call).rejects.toThrow(PortError);
    expect(relay.count(ACTION_REQUEST) + relay.count(SET_REQUEST)).toBe(1);
  });
});
