import { accessShape } from '../../declaration/access';
import type { BytePort } from '../../native';
import { describeWithExample, exampleLibrary } from '../../native/with-addon.fixture';
import { openAccessPort } from './open-port';

const signal = new AbortController().signal;
const open = (port: string, more = {}) =>
  openAccessPort(accessShape.parse({ adapter: 'optical', port, link: 'hdlc', ...more }), signal);

describeWithExample("a maker's own port in the access path", (library) => {
  let port: BytePort | undefined;
  afterEach(() => port?.close());

  it('is opened at its address, its line set', async () => {
    port = await open(`${library}#loopback:own`);
    await port.write(Uint8Array.of(0x7e, 0xa0));
    const { octets } = await port.read({ responseMs: 2000, interOctetMs: 20 });
    expect([...octets]).toEqual([0x7e, 0xa0]);
  });

  it('is taken for a probe that echoes where so declared', async () => {
    port = await open(`${library}#loopback:echo`, { echo: true });
    await port.write(Uint8Array.of(0x7e, 0xa0));
    await expect(port.read({ responseMs: 50 })).rejects.toThrow(/no answer within \d+ ms, not one octet$/);
  });

  it('is refused with the reason of its library, or of the loader', async () => {
    await expect(open(`${library}#nowhere`)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(open(`${exampleLibrary('_of_tomorrow')}#loopback:a`)).rejects.toMatchObject({ code: 'abi' });
  });
});
