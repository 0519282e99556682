import { aare, aarq, rlre, rlrq } from '../acse/association';
import { type Choice, decode, encode, type Loose, oneOf, only, type ValueOf } from '../shape';
import { accessRequest, accessResponse } from './access';
import { actionRequest, actionResponse } from './action';
import { cipheredService, generalBlockTransfer, generalCiphering, generalKeyCiphering, generalSigning } from './general';
import { getRequest, getResponse } from './get';
import { initiateRequest, initiateResponse } from './initiate';
import { dataNotification, eventNotification } from './notifications';
import { confirmedServiceError, exceptionResponse } from './service-errors';
import { setRequest, setResponse } from './set';

const either = [
  [0xdb, only('general-glo-ciphering', generalKeyCiphering)],
  [0xdc, only('general-ded-ciphering', generalKeyCiphering)],
  [0xdd, only('general-ciphering', generalCiphering)],
  [0xdf, only('general-signing', generalSigning)],
  [0xe0, only('general-block-transfer', generalBlockTransfer)],
] as const;

/** Who sends it. Tags are those of IEC 62056-5-3 §8 (Green Book 9.5). */
export type Role = 'client' | 'server';

const client = oneOf('the tag of a request', [
  [0x01, only('initiate-request', initiateRequest)],
  [0x21, only('glo-initiate-request', cipheredService)],
  [0x41, only('ded-initiate-request', cipheredService)],
  [0x60, only('aarq', aarq)],
  [0x62, only('rlrq', rlrq)],
  [0xc0, getRequest],
  [0xc1, setRequest],
  [0xc3, actionRequest],
  [0xc8, only('glo-get-request', cipheredService)],
  [0xc9, only('glo-set-request', cipheredService)],
  [0xcb, only('glo-action-request', cipheredService)],
  [0xd0, only('ded-get-request', cipheredService)],
  [0xd1, only('ded-set-request', cipheredService)],
  [0xd3, only('ded-action-request', cipheredService)],
  [0xd9, only('access-request', accessRequest)],
  ...either,
]);

const server = oneOf('the tag of a response', [
  [0x08, only('initiate-response', initiateResponse)],
  [0x0e, only('confirmed-service-error', confirmedServiceError)],
  [0x0f, only('data-notification', dataNotification)],
  [0x28, only('glo-initiate-response', cipheredService)],
  [0x2e, only('glo-confirmed-service-error', cipheredService)],
  [0x48, only('ded-initiate-response', cipheredService)],
  [0x4e, only('ded-confirmed-service-error', cipheredService)],
  [0x61, only('aare', aare)],
  [0x63, only('rlre', rlre)],
  [0xc2, only('event-notification-request', eventNotification)],
  [0xc4, getResponse],
  [0xc5, setResponse],
  [0xc7, actionResponse],
  [0xca, only('glo-event-notification-request', cipheredService)],
  [0xcc, only('glo-get-response', cipheredService)],
  [0xcd, only('glo-set-response', cipheredService)],
  [0xcf, only('glo-action-response', cipheredService)],
  [0xd2, only('ded-event-notification-request', cipheredService)],
  [0xd4, only('ded-get-response', cipheredService)],
  [0xd5, only('ded-set-response', cipheredService)],
  [0xd7, only('ded-action-response', cipheredService)],
  [0xd8, only('exception-response', exceptionResponse)],
  [0xda, only('access-response', accessResponse)],
  ...either,
]);

/** Every APDU that a client sends, by `kind`. */
export type ClientApdu = ValueOf<typeof client>;
/** Every APDU that a server sends, by `kind`. */
export type ServerApdu = ValueOf<typeof server>;
export type Apdu = ClientApdu | ServerApdu;
export type ApduFrom<R extends Role> = R extends 'client' ? ClientApdu : ServerApdu;

/** The APDUs that one side sends, as a shape. */
export const apduFrom: { readonly [R in Role]: Choice<ApduFrom<R>> } = { client, server };

/** The octets of an APDU; any part of it may be `raw`. Throws `EncodeError`. */
export const encodeApdu = <R extends Role>(from: R, apdu: Loose<ApduFrom<R>>): Uint8Array =>
  encode<ApduFrom<R>>(apduFrom[from], apdu);

/** The APDU in octets that one side sent. Throws `DecodeError`, also for an APDU that only the other side sends. */
export const decodeApdu = <R extends Role>(from: R, octets: Uint8Array): ApduFrom<R> =>
  decode<ApduFrom<R>>(apduFrom[from], octets);
