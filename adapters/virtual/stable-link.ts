import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { UsageError } from '../../trace/errors';

/** Beside the link: the socket of the side channel. */
export const sideChannelOf = (link: string) => `${link}.bench`;
/** Beside the link: the keys. */
export const keysOf = (link: string) => `${link}.keys`;

/** Octets of a socket's path that every system takes. */
const LONGEST_SOCKET = 103;

/** What a link of ours leads to: a pty by a symbolic link, or a file that holds `host:port`. */
export type LinkTarget = { pty: string } | { tcp: string };

const ADDRESS = /^\S+:\d+\n$/;

/**
 * Takes a path for a virtual meter, and whatever a dead one has left there. Throws a UsageError where one is alive, or where
 * something stands there that no virtual meter has made.
 */
export async function takeLink(link: string): Promise<void> {
  const socket = sideChannelOf(link);
  if (Buffer.byteLength(socket) > LONGEST_SOCKET)
    throw new UsageError(`--link ${link}: a socket's path has at most ${LONGEST_SOCKET} octets; choose a shorter one`);
  mkdirSync(dirname(link), { recursive: true });
  if (await answers(socket))
    throw new UsageError(`--link ${link}: a virtual meter serves there already; end it or choose another`);
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink() && !(there.isFile() && there.size < 300 && ADDRESS.test(readFileSync(link, 'utf8'))))
    throw new UsageError(`--link ${link}: something stands there that no virtual meter has made; choose another path`);
  const beside = lstatSync(socket, { throwIfNoEntry: false });
  if (beside && !beside.isSocket())
    throw new UsageError(`--link ${link}: ${socket} is needed for the side channel, and is no socket; choose another path`);
  rmSync(link, { force: true });
  rmSync(socket, { force: true });
}

export function putLink(link: string, target: LinkTarget): void {
  if ('pty' in target) symlinkSync(target.pty, link);
  else writeFileSync(link, `${target.tcp}\n`);
}

/** Removes the link where it still leads there, and the socket beside it. */
export function dropLink(link: string, target: LinkTarget): void {
  if (leadsTo(link, target)) rmSync(link, { force: true });
  rmSync(sideChannelOf(link), { force: true });
}

function leadsTo(link: string, target: LinkTarget): boolean {
  try {
    return 'pty' in target ? readlinkSync(link) === target.pty : readFileSync(link, 'utf8') === `${target.tcp}\n`;
  } catch {
    return false;
  }
}

/** Whether somebody listens at a socket. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
}
