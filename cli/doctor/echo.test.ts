import { accessShape } from '../../declaration/access';
import { openPty, type PtyMaster } from '../../native';
import { describeWithAddon } from '../../native/with-addon.fixture';
import { PortError } from '../../trace/errors';
import { echoCheck } from './echo';

const listening = new AbortController().signal;

/** A line whose far end does that with what it hears. */
async function looked(
  declared: { echo?: boolean; link?: 'hdlc' | 'mode-e' },
  far: (master: PtyMaster, heard: Uint8Array) => Promise<unknown> | undefined,
) {
  const master = await openPty();
  const heard: number[] = [];
  const end = new AbortController();
  const listen = async () => {
    for (;;) {
      const { octets } = await master.read({ responseMs: 5000 }, end.signal);
      heard.push(...octets);
      await far(master, octets);
    }
  };
  const over = listen().catch((error) => {
    if (!end.signal.aborted && !(error instanceof PortError)) throw error;
  });
  const access = accessShape.parse({ adapter: 'optical', port: master.slavePath, link: 'hdlc', ...declared });
  const [outcome] = await echoCheck(access, listening);
  end.abort();
  await over;
  await master.close();
  return { outcome: outcome!, heard };
}

const silent = () => undefined;
const echoing = (master: PtyMaster, octets: Uint8Array) => master.write(octets, listening);

describeWithAddon('the echo of a probe', () => {
  it('is none where nothing comes back, and only flags were sent', async () => {
    const { outcome, heard } = await looked({}, silent);
    expect(outcome).toEqual({ what: 'echo', state: 'ok', found: 'the probe gives nothing back' });
    expect(heard).toEqual([0x7e, 0x7e]);
  });

  it('is as declared where it comes', async () => {
    expect((await looked({ echo: true }, echoing)).outcome).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/as declared/),
    });
  });

  it('has to be declared where it comes, at the sign-on too', async () => {
    const undeclared = { state: 'broken', next: 'set echo: true in the connection' };
    expect((await looked({}, echoing)).outcome).toMatchObject(undeclared);
    expect((await looked({ link: 'mode-e' }, echoing)).outcome).toMatchObject(undeclared);
  });

  it('is missed where it is declared and does not come', async () => {
    expect((await looked({ echo: true }, silent)).outcome).toMatchObject({
      state: 'broken',
      next: expect.stringMatching(/set echo: false/),
    });
  });

  it('is not what nobody sent', async () => {
    const noise = (master: PtyMaster) => master.write(Uint8Array.of(0x55, 0xaa), listening);
    expect((await looked({}, noise)).outcome).toMatchObject({
      state: 'limited',
      found: expect.stringMatching(/^the line brings 55aa/),
    });
  });
});

describe('the echo of a line that is none', () => {
  it('is not looked for on the TCP wrapper, nor on a port that is not there', async () => {
    const access = { adapter: 'optical', port: 'tcp:127.0.0.1:1', link: 'wrapper' };
    expect(await echoCheck(accessShape.parse(access), listening)).toEqual([]);
    expect(await echoCheck(accessShape.parse({ ...access, port: '/dev/none-such', link: 'hdlc' }), listening)).toEqual([]);
  });
});
