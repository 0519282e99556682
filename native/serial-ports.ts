import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

/** Names under /dev that serial ports have: of USB, of a UART, of Bluetooth, of macOS. */
const SERIAL = /^(ttyUSB|ttyACM|ttyAMA|ttyS|ttyXRUSB|rfcomm|cu\.)\w*/;
const BY_ID = '/dev/serial/by-id';

/** Paths of the serial ports that are there, sorted. */
export function serialPorts(): string[] {
  return namesIn('/dev')
    .filter((name) => SERIAL.test(name) && hasHardware(name))
    .map((name) => `/dev/${name}`)
    .sort();
}

/** What a USB adapter calls itself: maker, product and serial number, as its link in /dev/serial/by-id has them. */
export function adapterOf(path: string): string | undefined {
  return namesIn(BY_ID).find((name) => realpathSync(`${BY_ID}/${name}`) === path);
}

export function mayOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The advice that gives this user the right to open a port: the group that owns it, by name. */
export function groupToJoin(path: string): string {
  try {
    const { gid, mode } = statSync(path);
    if ((mode & 0o060) !== 0o060 || gid === 0) return `its owner has to allow it: sudo chmod a+rw ${path}`;
    const name = groupName(gid);
    return `it belongs to the group ${name}: sudo usermod -aG ${name} $USER, then log in again`;
  } catch {
    return 'its folder cannot be read';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Linux keeps names for UARTs that a PC might have; the type of one that it has not is 0. */
function hasHardware(name: string): boolean {
  try {
    return readFileSync(`/sys/class/tty/${name}/type`, 'utf8').trim() !== '0';
  } catch {
    return true;
  }
}

function groupName(gid: number): string {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((group) => group.split(':')[2] === String(gid));
  return line?.split(':')[0] ?? String(gid);
}
