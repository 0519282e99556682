import { existsSync } from 'node:fs';
import { LinkError } from '../trace/errors';

/** A C function of a loaded library. `async` runs it on a thread of the pool. */
export interface ForeignFunction {
  (...values: unknown[]): unknown;
  async(...valuesAndCallback: unknown[]): void;
}

/** What is used of ffi-napi's API. */
interface Ffi {
  DynamicLibrary: new (path: string, mode: number) => { get(symbol: string): Buffer };
  ForeignFunction: (pointer: Buffer, result: string, parameters: readonly string[]) => ForeignFunction;
}

/** The C declaration of a function: its result and its parameters, by the names that ffi-napi gives to types. */
export type Declaration = readonly [result: string, ...parameters: string[]];

/** Symbols are looked up when the library is loaded, not when they are first called. */
const RTLD_NOW = 2;

function loadFfi(path: string): Ffi {
  try {
    return require('ffi-napi');
  } catch (cause) {
    throw new LinkError(
      path,
      'no-ffi',
      'makers’ own ports need ffi-napi, which is not there: it is built where there is a C++ compiler, make and Python; run "npm ci" again with these',
      { cause },
    );
  }
}

/** Whether makers' own ports can be loaded here. */
export function hasFfi(): boolean {
  try {
    loadFfi('ffi-napi');
    return true;
  } catch {
    return false;
  }
}

/** A shared library, loaded. Throws a LinkError: ENOENT, `no-ffi`, or `library` with what the loader says. */
export class SharedLibrary {
  private readonly ffi: Ffi;
  private readonly library: { get(symbol: string): Buffer };

  constructor(readonly path: string) {
    this.ffi = loadFfi(path);
    if (!existsSync(path)) throw new LinkError(path, 'ENOENT', 'no such shared library');
    try {
      this.library = new this.ffi.DynamicLibrary(path, RTLD_NOW);
    } catch (cause) {
      throw new LinkError(path, 'library', `not a shared library that loads here: ${(cause as Error).message}`, { cause });
    }
  }

  /** The functions of these names; a LinkError of code `abi` that names all that the library does not export. */
  functions<Name extends string>(declarations: Readonly<Record<Name, Declaration>>): Record<Name, ForeignFunction> {
    const names = Object.keys(declarations) as Name[];
    const missing = names.filter((name) => !this.exports(name));
    if (missing.length > 0)
      throw new LinkError(this.path, 'abi', `not a port of the port ABI: it does not export ${missing.join(', ')}`);
    const functions = names.map((name) => {
      const [result, ...parameters] = declarations[name];
      return [name, this.ffi.ForeignFunction(this.library.get(name), result, parameters)];
    });
    return Object.fromEntries(functions);
  }

  private exports(name: string): boolean {
    try {
      this.library.get(name);
      return true;
    } catch {
      return false;
    }
  }
}
