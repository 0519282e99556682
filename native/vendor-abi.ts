import { resolve } from 'node:path';
import { LinkError } from '../trace/errors';
import { type Declaration, type ForeignFunction, SharedLibrary } from './ffi';

/** The version of the port ABI that this program speaks: SMETS2_PORT_ABI_VERSION of native/include/smets2-port.h. */
export const PORT_ABI_VERSION = 1;

const VERSION = { smets2_port_abi_version: ['uint32'] } as const satisfies Record<string, Declaration>;

/** The functions of native/include/smets2-port.h as declared there; where they take a message, it comes last, with its size. */
const FUNCTIONS = {
  smets2_port_open: ['int32', 'string', 'pointer', 'pointer', 'uint32'],
  smets2_port_set_line: ['int32', 'uint64', 'uint32', 'uint32', 'pointer', 'uint32'],
  smets2_port_write: ['int32', 'uint64', 'pointer', 'uint32', 'pointer', 'uint32'],
  smets2_port_read: ['int32', 'uint64', 'pointer', 'uint32', 'uint32', 'uint32', 'pointer', 'pointer', 'pointer', 'uint32'],
  smets2_port_cancel: ['int32', 'uint64', 'uint32'],
  smets2_port_discard: ['int32', 'uint64'],
  smets2_port_close: ['int32', 'uint64'],
} as const satisfies Record<string, Declaration>;

export type VendorFunction = keyof typeof FUNCTIONS;
export type VendorLibrary = Readonly<Record<VendorFunction, ForeignFunction>>;

/** Loads a maker's library. Throws a LinkError: ENOENT, `no-ffi`, `library`, or `abi` with what is wrong about it. */
export function loadVendorLibrary(file: string): VendorLibrary {
  const path = resolve(file);
  const library = new SharedLibrary(path);
  const version = library.functions(VERSION).smets2_port_abi_version();
  if (version !== PORT_ABI_VERSION)
    throw new LinkError(
      path,
      'abi',
      `built for version ${version} of the port ABI, and this program speaks version ${PORT_ABI_VERSION}: ask its maker for one that fits`,
    );
  return library.functions(FUNCTIONS);
}

const MESSAGE_SIZE = 256;
const PROBLEMS: Record<number, [code: string, problem: string]> = {
  [-3]: ['ENOENT', 'no such port'],
  [-4]: ['EBUSY', 'in use by another program; end that one first'],
  [-5]: ['EACCES', 'no permission'],
  [-6]: ['EIO', 'the other end is gone: unplugged, or its program has ended'],
  [-7]: ['EINVAL', 'the port does not take this rate or parity'],
  [-8]: ['vendor', 'the maker’s library gives no reason'],
};
const TIMEOUT = -1;
const CANCELLED = -2;

/** What a call came to: octets or 0 where it was done. */
export type VendorResult = { kind: 'done'; count: number } | { kind: 'timeout' } | { kind: 'cancelled' };

/** Calls a function that takes a message last, on a thread of the pool. Throws a LinkError where it failed. */
export async function callVendor(path: string, call: ForeignFunction, ...values: unknown[]): Promise<VendorResult> {
  const message = Buffer.alloc(MESSAGE_SIZE);
  const result = await onPool(call, ...values, message, MESSAGE_SIZE);
  if (result >= 0) return { kind: 'done', count: result };
  if (result === TIMEOUT) return { kind: 'timeout' };
  if (result === CANCELLED) return { kind: 'cancelled' };
  const said = message.toString('utf8', 0, Math.max(0, message.indexOf(0)));
  const [code, problem] = PROBLEMS[result] ?? [
    'vendor',
    `the maker’s library answers ${result}, which the port ABI does not have`,
  ];
  throw new LinkError(path, code, said === '' ? problem : `${problem}: ${said}`);
}

/** Calls a function on a thread of the pool. The buffers among the values live until it has returned. */
export function onPool(call: ForeignFunction, ...values: unknown[]): Promise<number> {
  return new Promise((resolvePromise, reject) => {
    call.async(...values, (error: unknown, result: number) => {
      values.length = 0;
      if (error) reject(error);
      else resolvePromise(result);
    });
  });
}
