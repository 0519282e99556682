/** IEC 62056-21 as far as a sign-on needs it: modes C and E in either role, and 7E1 in software. */
export { type Cut, MessageCutter } from './message-cutter';
export {
  baudOf,
  checkCharacter,
  decodeSignOn,
  encodeSignOn,
  offersHdlc,
  SIGN_ON_BAUDS,
  type SignOnBaud,
  type SignOnMessage,
} from './messages';
export { type MeterOptions, MeterSignOn } from './meter-sign-on';
export { withEvenParity, withoutParity } from './parity';
export { type ReaderOptions, ReaderSignOn } from './reader-sign-on';
export {
  type LineSetting,
  SIGN_ON_LINE,
  SIGN_ON_PATIENCE,
  type SignOnEvent,
  type SignOnPatience,
  type SignOnPurpose,
} from './sign-on';
