import { join } from 'node:path';
import type { SignOnBaud } from '../adapters/dlms';
import { PROTECTIONS } from '../adapters/optical/apdu-form';
import { type Behaviour, referenceRigMaker } from '../adapters/reference';
import { demoKeys } from '../adapters/virtual/demo-keys';
import { type Disturbance, UNDISTURBED } from '../adapters/virtual/disturbed-port';
import { type Mode, serveMeter } from '../adapters/virtual/serve';
import { keysOf, sideChannelOf } from '../adapters/virtual/stable-link';
import { VirtualMeter } from '../adapters/virtual/virtual-meter';
import type { SecurityName } from '../declaration/access';
import { hasAddon, whyNoAddon } from '../native';
import { EXIT } from '../suites/verdict';
import { UsageError } from '../trace/errors';
import { accessOf, mapNamed } from './on-the-wire';
import type { Output } from './output';
import { declared, declaredUnder, faultsNamed } from './rig';

export interface SimulateOptions {
  meter?: string;
  fault: string[];
  port: 'pty' | { tcp: number };
  link: string;
  mode: Mode;
  baud: SignOnBaud;
  map?: string;
  security: SecurityName;
  lose: number;
  repeat: number;
  damage: number;
  late: number;
  halve: number;
  echo?: boolean;
  paced?: boolean;
  wireSeed: number;
  clockOffset: number;
  selfCorrect?: number;
  refreshLag?: number;
}

/** Where a virtual meter is found unless it is told otherwise. */
export const DEFAULT_LINK = join('runs', 'virtual-meter');

/** `simulate`: the reference meter, or a faulty one, on a wire until Ctrl-C. */
export async function simulateCommand(options: SimulateOptions, output: Output, signal: AbortSignal): Promise<number> {
  const { port, link, mode, baud } = options;
  if (port === 'pty' && mode === 'wrapper')
    throw new UsageError('--mode wrapper is for TCP: give --port tcp:N too, or --mode hdlc');
  if (port === 'pty' && !hasAddon()) {
    const { problem, remedy } = whyNoAddon();
    throw new UsageError(`--port pty needs the native addon: ${problem}; what to do: ${remedy}, or give --port tcp:N`);
  }
  const faults = faultsNamed(options.fault);
  const { meter: declaration, says } = declaredUnder(declared({ meter: options.meter }), faults);
  for (const line of says) output.line(line);
  const map = mapNamed(options.map ?? accessOf(declaration)?.map ?? 'default');
  const meter = await VirtualMeter.now(referenceRigMaker(declaration, { faults, behaviour: behaviourOf(options) }));
  const keys = demoKeys(keysOf(link));
  const security = options.security === 'none' ? {} : { security: PROTECTIONS[options.security] };
  const served = { port, link, mode, baud, keys, map, wire: wireOf(options), ...security };
  await serveMeter(meter, served, signal, (target) => {
    output.line(`${meter.maker.name}, ${MODE_NAMES[mode]}`);
    output.line(`  link          ${link} → ${'pty' in target ? target.pty : target.tcp}`);
    output.line(`  side channel  ${sideChannelOf(link)}`);
    output.line(`  keys          ${keysOf(link)}`);
    output.line('ready');
  });
  output.line('ended: link and side channel are removed, the keys stay');
  return EXIT.conformant;
}

const PERCENT = 100;

function wireOf({ lose, repeat, damage, late, halve, echo = false, paced, baud, wireSeed }: SimulateOptions): Disturbance {
  return {
    ...UNDISTURBED,
    lost: lose / PERCENT,
    repeated: repeat / PERCENT,
    damaged: damage / PERCENT,
    late: late / PERCENT,
    halved: halve / PERCENT,
    echo,
    ...(paced && { pacedBaud: baud }),
    seed: wireSeed,
  };
}

function behaviourOf({ clockOffset, selfCorrect, refreshLag }: SimulateOptions): Partial<Behaviour> {
  return {
    clockOffsetMs: clockOffset,
    ...(selfCorrect !== undefined && { clockCorrections: [{ afterMs: selfCorrect, byMs: -clockOffset }] }),
    ...(refreshLag !== undefined && { registerRefreshMs: refreshLag }),
  };
}

const MODE_NAMES: Record<Mode, string> = {
  e: 'sign-on of IEC 62056-21 mode E, then HDLC',
  hdlc: 'HDLC',
  wrapper: 'the TCP wrapper',
};
