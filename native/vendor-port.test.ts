import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinkError } from '../trace/errors';
import { addonFolder, openVendorPort, PORT_ABI_VERSION } from '.';
import { describeWithExample, exampleLibrary } from './with-addon.fixture';

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describeWithExample("a maker's library", (library) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vendor-port-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is refused where it was built for another version of the ABI, and both are named', async () => {
    const error = await caught(openVendorPort(exampleLibrary('_of_tomorrow'), 'loopback:a'));
    expect(error).toBeInstanceOf(LinkError);
    expect(error).toMatchObject({
      code: 'abi',
      message: expect.stringMatching(/of_tomorrow\.so: built for version 99 of the port ABI, and this program speaks version 1/),
    });
  });

  it('is refused where it is no port at all, and the symbol that lacks is named', async () => {
    const error = await caught(openVendorPort(join(addonFolder(), 'build', 'Release', 'smets2_port.node'), 'a'));
    expect(error).toMatchObject({ code: 'abi', problem: expect.stringMatching(/does not export smets2_port_abi_version$/) });
  });

  it('is refused where it lacks functions, and all that lack are named', async () => {
    // The names stand in the library's table of symbols: another name there is another symbol.
    const lacking = join(folder, 'lacking.so');
    const image = readFileSync(library);
    for (const name of ['smets2_port_discard', 'smets2_port_cancel'])
      for (let at = image.indexOf(`${name}\0`); at >= 0; at = image.indexOf(`${name}\0`)) image.write('X', at);
    writeFileSync(lacking, image);
    expect(await caught(openVendorPort(lacking, 'loopback:a'))).toMatchObject({
      code: 'abi',
      problem: expect.stringMatching(/does not export smets2_port_cancel, smets2_port_discard$/),
    });
  });

  it('is refused where it is no library, or is not there', async () => {
    const text = join(folder, 'text.so');
    writeFileSync(text, 'not a library');
    expect(await caught(openVendorPort(text, 'a'))).toMatchObject({ code: 'library', path: text });
    expect(await caught(openVendorPort(join(folder, 'none.so'), 'a'))).toMatchObject({ code: 'ENOENT' });
  });

  it('speaks the version of the header', () => {
    const header = readFileSync(join(addonFolder(), 'include', 'smets2-port.h'), 'utf8');
    expect(/#define SMETS2_PORT_ABI_VERSION (\d+)u/.exec(header)?.[1]).toBe(String(PORT_ABI_VERSION));
  });

  it('says what is wrong with an address in its own words', async () => {
    expect(await caught(openVendorPort(library, 'COM1'))).toMatchObject({
      code: 'ENOENT',
      path: `${library}#COM1`,
      problem: 'no such port: an address is loopback:NAME, with a NAME of 1 to 31 octets',
    });
  });

  it('gives each port to one at a time', async () => {
    const first = await openVendorPort(library, 'loopback:shared');
    const other = await openVendorPort(library, 'loopback:other');
    expect(await caught(openVendorPort(library, 'loopback:shared'))).toMatchObject({ code: 'EBUSY' });
    await Promise.all([first.close(), other.close()]);
    await (await openVendorPort(library, 'loopback:shared')).close();
  });

  it('is set to a line, or says why not', async () => {
    const port = await openVendorPort(library, 'loopback:line');
    await expect(port.setLine({ baud: 300, framing: '8N1' })).resolves.toBeUndefined();
    expect(await caught(port.setLine({ baud: 300, framing: '7E1' }))).toMatchObject({
      code: 'EINVAL',
      problem: 'the port does not take this rate or parity: a loopback carries 8N1 only',
    });
    await port.close();
  });

  it('does not hold up the program while it waits', async () => {
    const port = await openVendorPort(library, 'loopback:waiting');
    const events: string[] = [];
    const reading = port.read({ responseMs: 60_000 }).then(() => events.push('read'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push('went on');
    await port.write(Uint8Array.of(1));
    await reading;
    expect(events).toEqual(['went on', 'read']);
    await port.close();
  });
});
