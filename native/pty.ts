import { explain } from './explain';
import { loadAddon } from './load-addon';
import { NativeBytePort } from './native-byte-port';
import { made } from './serial-port';

/** The master of a pty: the other end of a line of which `slavePath` is the port that others open. */
export interface PtyMaster extends NativeBytePort {
  /** The rate that whoever has the slave open has set, in baud. Parity cannot be seen: a pty has none. */
  baud(): Promise<number>;
  readonly slavePath: string;
}

/** A new pty, its slave raw and at 9,600 baud. It lives until the master is closed, through any number of users of the slave. */
export async function openPty(): Promise<PtyMaster> {
  const { Port } = loadAddon('pty');
  const native = made('pty', () => new Port());
  const master = new NativePtyMaster(native.slave!, native);
  const opened = await native.open();
  if (opened.kind === 'done') return master;
  await master.close();
  throw explain('pty', opened.errno, opened.call);
}

class NativePtyMaster extends NativeBytePort implements PtyMaster {
  get slavePath(): string {
    return this.path;
  }

  async baud(): Promise<number> {
    return (await this.inTurn(() => this.output(() => this.native.getLine()))).baud;
  }
}
