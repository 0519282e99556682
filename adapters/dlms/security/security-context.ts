import { DecodeError, EncodeError } from '../../../trace/errors';
import { cipherGeneral, cipherService, decipher, isCiphered, type KeyKind } from './ciphered-apdu';
import type { CipherKeys, Protection, ReceivedCounter, SentCounter } from './ciphering';

/** One end of a ciphered association. */
export interface SecurityContextOptions {
  /** What everything that comes must at least have, beside being ciphered. */
  least: Pick<Protection, 'authenticated' | 'encrypted'>;
  /** The global keys, with the system title of this side. */
  own: CipherKeys;
  /** The system title of the other side. */
  peerTitle: Uint8Array;
  /** Takes the place of the global encryption key for `ded`; its counters are its own. */
  dedicatedKey?: Uint8Array;
  /** Counters of both directions. Those of the global key outlive the association. */
  sent: Partial<Record<KeyKind, Pick<SentCounter, 'take'>>>;
  received: Partial<Record<KeyKind, Pick<ReceivedCounter, 'accept'>>>;
}

/** How an APDU is ciphered: protection, key, and whether by its service or as any APDU. */
export interface Covered extends Protection {
  key: KeyKind;
  general?: boolean;
}

/** Octets by which an APDU grows at most: tag, length, security header, authentication tag; generally also the system title. */
export const MOST_ADDED = 1 + 3 + 5 + 12 + 9;

/** The security context of an association (IEC 62056-5-3 §5.3): ciphers what this side sends, opens what comes, and counts both ways. */
export class SecurityContext {
  constructor(private readonly options: SecurityContextOptions) {}

  /** Throws an `EncodeError` for an APDU that has no such form, and where the counters of the key are spent. */
  cipher(apdu: Uint8Array, how: Covered): Uint8Array {
    const { own, sent } = this.options;
    const counter = sent[how.key];
    if (!counter) throw new EncodeError('a key of the association', how.key);
    const { suite, authenticated, encrypted } = how;
    const cipher = how.general ? cipherGeneral : cipherService;
    return cipher(apdu, how.key, { suite, authenticated, encrypted }, this.keys(how.key, own.systemTitle), counter.take());
  }

  /**
   * The APDU in the clear, and how it was ciphered. Throws a `DecodeError` for one that is not, that has less protection than there
   * must be, or that the keys do not open; an `InvocationCounterError` for one whose counter goes back, checked last so that no
   * stranger moves it.
   */
  open(octets: Uint8Array): { apdu: Uint8Array; how: Covered } {
    const { least, peerTitle, received } = this.options;
    if (!isCiphered(octets)) throw new DecodeError(0, 'a ciphered APDU', `tag ${octets[0]} in the clear`);
    const { plain, key, general, control, invocationCounter, systemTitle } = decipher(octets, (kind) =>
      this.keys(kind, peerTitle),
    );
    if (systemTitle && !same(systemTitle, peerTitle)) throw new DecodeError(2, 'the system title of the association', 'another');
    const { suite, authenticated, encrypted } = control;
    if ((least.authenticated && !authenticated) || (least.encrypted && !encrypted) || !(authenticated || encrypted))
      throw new DecodeError(0, `protection by ${protectionName(least)}`, `by ${protectionName(control)}`);
    received[key]?.accept(invocationCounter);
    return { apdu: plain, how: { suite, authenticated, encrypted, key, general } };
  }

  private keys(kind: KeyKind, systemTitle: Uint8Array): CipherKeys {
    const { own, dedicatedKey } = this.options;
    if (kind === 'glo') return { ...own, systemTitle };
    if (!dedicatedKey) throw new DecodeError(0, 'the global key, for there is no dedicated one', 'ded-ciphering');
    return { ...own, systemTitle, encryptionKey: dedicatedKey };
  }
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function protectionName({ authenticated, encrypted }: SecurityContextOptions['least']): string {
  if (authenticated) return encrypted ? 'authentication and encryption' : 'authentication';
  return encrypted ? 'encryption' : 'ciphering';
}
