import { DecodeError } from '../../../trace/errors';
import { checkGmacAnswer, gmacAnswer } from '../../dlms';

/** The secrets of a meter. Never printed. */
export interface KeyRing {
  /** Of the meter, 8 octets. */
  systemTitle: Uint8Array;
  /** Low-level security of the management client. */
  password: Uint8Array;
  /** High-level security, suite 0: 16 octets each. */
  encryptionKey: Uint8Array;
  authenticationKey: Uint8Array;
}

/** The meter's answer to the client's challenge, where the client's answer to the meter's is right (passes 3 and 4 of HLS). */
export function answerOfMeter(
  answer: Uint8Array,
  { clientTitle, ofClient, ofServer }: { clientTitle: Uint8Array; ofClient: Uint8Array; ofServer: Uint8Array },
  keys: KeyRing,
  invocationCounter: number,
): Uint8Array | undefined {
  try {
    checkGmacAnswer(answer, ofServer, { ...keys, systemTitle: clientTitle });
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
  return gmacAnswer(ofClient, 0, keys, invocationCounter);
}
