import { getSystemErrorMap } from 'node:util';
import { LinkError } from '../trace/errors';
import { groupToJoin, serialPorts } from './serial-ports';

/** The error for an errno of the addon: what went wrong with this path, and what the person at the desk can do about it. */
export function explain(path: string, errno: number, call: string): LinkError {
  const [code, text] = getSystemErrorMap().get(-errno) ?? [`errno ${errno}`, 'unknown error'];
  const cause = Object.assign(new Error(`${call}: ${text}`), { errno, code, syscall: call });
  return new LinkError(path, code, problemOf(path, code, call) ?? `${text} (${call})`, { cause });
}

function problemOf(path: string, code: string, call: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return path.startsWith('/dev/')
        ? `no such port; ${portsFound()}`
        : `no such port, and no virtual meter: is "simulate" running, with this link? ${portsFound()}`;
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

function portsFound(): string {
  const ports = serialPorts();
  return ports.length > 0 ? `found: ${ports.join(', ')}` : 'there is no serial port under /dev: is the probe plugged in?';
}
