import { timingSafeEqual } from 'node:crypto';
import { DecodeError } from '../../../trace/errors';
import { decode, encode } from '../shape';
import { type CipherKeys, gmac } from './ciphering';
import { type Secured, secured } from './secured';

/**
 * HLS mechanism 5, GMAC (IEC 62056-5-3 §5.2.4.3.3): what one side returns for the challenge of the other, passes 3 and 4. The keys
 * carry the system title of who answers.
 */
export function gmacAnswer(challenge: Uint8Array, suite: number, keys: CipherKeys, invocationCounter: number): Uint8Array {
  const control = { suite, authenticated: true, encrypted: false, broadcast: false, compressed: false };
  const tag = gmac(challenge, suite, keys, invocationCounter);
  return encode<Secured>(secured, { control, invocationCounter, text: new Uint8Array(), tag });
}

/** Checks an answer to our challenge; its invocation counter. Throws `DecodeError` where it is not what the keys give. */
export function checkGmacAnswer(answer: Uint8Array, challenge: Uint8Array, keys: CipherKeys): number {
  const { control, invocationCounter, text, tag } = decode(secured, answer);
  if (tag === undefined || text.length > 0 || control.encrypted || control.compressed || control.suite > 2)
    throw new DecodeError(0, 'a security header and a tag alone', Buffer.from(answer).toString('hex', 0, 20));
  if (!timingSafeEqual(tag, gmac(challenge, control.suite, keys, invocationCounter)))
    throw new DecodeError(5, 'the tag that the keys give', 'another');
  return invocationCounter;
}
