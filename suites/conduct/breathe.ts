import { setImmediate } from 'node:timers/promises';

/** Lets signals and timers run: a virtual rig answers at once, and a chain of answers alone would never let Ctrl-C through. */
export const breathe = (): Promise<void> => setImmediate();
