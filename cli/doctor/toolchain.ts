import { join } from 'node:path';
import { packageRoot } from '../../declaration/package-root';
import { adapterOf, groupToJoin, hasAddon, hasFfi, loadAddon, mayOpen, serialPorts, whyNoAddon } from '../../native';
import type { Check, Outcome } from './check';

interface Tool {
  what: string;
  found?: string;
  remedy: string;
}

const script = join(packageRoot(), 'scripts', 'build-addon.js');

/** What has to be there before any meter is: Node, the tools of the native addon, the addon, makers' ports, serial ports. */
export const TOOLCHAIN: readonly Check[] = [node, tools, addon, ffi, ports];

function node(): Outcome[] {
  return [{ what: 'Node', state: 'ok', found: `${process.versions.node}, 20 or newer is needed` }];
}

/** Tools that are missing are missed only where what they build is not there. */
function tools(): Outcome[] {
  const built = hasAddon() && hasFfi();
  return (require(script) as { toolchain(): Tool[] }).toolchain().map(({ what, found, remedy }) => {
    if (found) return { what, state: 'ok', found };
    if (built) return { what, state: 'ok', found: 'not found; nothing is left to build' };
    return { what, state: 'limited', found: 'not found', next: remedy };
  });
}

function addon(): Outcome[] {
  const what = 'native addon';
  if (hasAddon()) return [{ what, state: 'ok', found: `version ${loadAddon().version}: serial ports and ptys` }];
  const { problem, remedy } = whyNoAddon();
  return [{ what, state: 'limited', found: `serial ports and ptys need it, everything else works: ${problem}`, next: remedy }];
}

function ffi(): Outcome[] {
  const what = 'ffi-napi';
  if (hasFfi()) return [{ what, state: 'ok', found: "there: makers' own ports" }];
  return [
    {
      what,
      state: 'limited',
      found: "not built: makers' own ports need it, everything else works",
      next: 'npm ci, where the tools above are all there',
    },
  ];
}

function ports(): Outcome[] {
  const found = serialPorts();
  if (found.length > 0) return found.map(port);
  return [
    {
      what: 'serial ports',
      state: 'limited',
      found: 'none under /dev',
      next: 'plug the probe in and look again, or reach the meter over TCP',
    },
  ];
}

function port(path: string): Outcome {
  const adapter = adapterOf(path);
  const named = adapter ? `: ${adapter}` : '';
  if (mayOpen(path)) return { what: path, state: 'ok', found: `a serial port that you may open${named}` };
  return { what: path, state: 'limited', found: `a serial port that you may not open${named}`, next: groupToJoin(path) };
}
