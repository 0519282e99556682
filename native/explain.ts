import { readdirSync, readFileSync, statSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { LinkError } from '../trace/errors';

/** The error for an errno of the addon: what went wrong with this path, and what the person at the desk can do about it. */
export function explain(path: string, errno: number, call: string): LinkError {
  const [code, text] = getSystemErrorMap().get(-errno) ?? [`errno ${errno}`, 'unknown error'];
  const cause = Object.assign(new Error(`${call}: ${text}`), { errno, code, syscall: call });
  return new LinkError(path, code, problemOf(path, code, call) ?? `${text} (${call})`, { cause });
}

function problemOf(path: string, code: string, call: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return `no such port; ${portsFound()}`;
    case 'EBUSY':
      return 'in use by another program; end that one first';
    case 'EACCES':
    case 'EPERM':
      return `no permission; ${groupToJoin(path)}`;
    case 'ENOTTY':
      return call === 'isatty' ? 'not a serial port' : 'this port has no such control lines';
    case 'EIO':
    case 'ENXIO':
    case 'ENODEV':
      return 'the other end is gone: unplugged, or its program has ended';
    case 'EINVAL':
      return call === 'tcsetattr' ? 'the driver does not take this rate or parity' : undefined;
    case 'EMFILE':
      return 'too many open files in this process';
    default:
      return undefined;
  }
}

/** Names under /dev that serial ports have: of USB, of a UART, of Bluetooth. */
const SERIAL = /^(ttyUSB|ttyACM|ttyAMA|ttyS|ttyXRUSB|rfcomm|cu\.)\w*/;

/** Paths of what look like serial ports, sorted. A UART that is only reserved (no hardware behind it) is listed too. */
export function serialPorts(): string[] {
  try {
    return readdirSync('/dev')
      .filter((name) => SERIAL.test(name))
      .map((name) => `/dev/${name}`)
      .sort();
  } catch {
    return [];
  }
}

function portsFound(): string {
  const ports = serialPorts();
  return ports.length > 0 ? `found: ${ports.join(', ')}` : 'there is no serial port under /dev: is the probe plugged in?';
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

function groupName(gid: number): string {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((group) => group.split(':')[2] === String(gid));
  return line?.split(':')[0] ?? String(gid);
}
