/**
 * DLMS/COSEM without input or output. Codecs: octets to values or a `DecodeError`, values to octets or an `EncodeError`. Links:
 * machines that are given octets and the time, and say what follows.
 */
export { type Aare, type Aarq, aare, aarq } from './acse/association';
export type { Mechanism } from './acse/names';
export {
  type Apdu,
  type ApduFrom,
  apduFrom,
  type ClientApdu,
  decodeApdu,
  encodeApdu,
  type Role,
  type ServerApdu,
} from './apdu/apdu';
export {
  type AssociationRequest,
  type Authentication,
  associationRequest,
  initiateRequestOctets,
  type Proposal,
} from './apdu/association-request';
export { CONFORMANCE_BITS, type ConformanceBit } from './apdu/conformance';
export {
  type AttributeDescriptor,
  type DataBlock,
  invokeIdAndPriority,
  type MethodDescriptor,
  type SelectiveAccess,
} from './apdu/descriptors';
export { type InitiateRequest, type InitiateResponse, initiateRequest, initiateResponse } from './apdu/initiate';
export { type ActionResult, actionResult, type DataAccessResult, dataAccessResult, type GetDataResult } from './apdu/results';
export {
  type CaptureObject,
  captureObjectData,
  captureObjectOf,
  OPEN_RANGE,
  type ProfileAccess,
  profileAccess,
  profileAccessOf,
} from './apdu/selective-access';
export { Writer } from './cursor';
export { compacted } from './data/compacted';
export { data } from './data/data';
export {
  type ClockStatusBit,
  type CosemDate,
  type CosemDateTime,
  type CosemTime,
  dateTimeIn,
  dateTimeOctets,
  dateTimeOf,
  instantOf,
} from './data/date-time';
export { type LogicalName, logicalNameOctets, logicalNameOf } from './data/logical-name';
export type { Scalar, ScalarType } from './data/scalars';
export type { Data, TypeDescription } from './data/types';
export { type GbcsMessage, gbcsMessage } from './gbcs/message';
export {
  DEFAULT_PARAMETERS,
  DEFAULT_PATIENCE,
  type HdlcAddress,
  type HdlcOptions,
  hdlcAddress,
  hdlcLink,
  type LinkParameters,
  MOST_INFO,
  type Patience,
} from './hdlc';
export {
  type LineSetting,
  type MeterOptions,
  MeterSignOn,
  type ReaderOptions,
  ReaderSignOn,
  type SignOnBaud,
  type SignOnEvent,
  type SignOnPatience,
  type SignOnPurpose,
  withEvenParity,
  withoutParity,
} from './iec62056-21';
export type { Ends, Link, LinkEvent } from './link';
export { checkGmacAnswer, gmacAnswer } from './security/challenge';
export { cipherGeneral, cipherService, type Deciphered, decipher, isCiphered, type KeyKind } from './security/ciphered-apdu';
export { type CipherKeys, InvocationCounterError, type Protection, ReceivedCounter, SentCounter } from './security/ciphering';
export { type Covered, MOST_ADDED, SecurityContext, type SecurityContextOptions } from './security/security-context';
export { decode, encode, type Loose, Raw, raw, type Shape, type ValueOf } from './shape';
export { announcedOctets } from './transfer/announced';
export type { OctetSource } from './transfer/blocks';
export { type ClientStep, ClientTransfer, type ClientTransferOptions } from './transfer/client-transfer';
export { GeneralBlocks, type GeneralBlocksOptions } from './transfer/general-blocks';
export { type ServerStep, ServerTransfer, type ServerTransferOptions } from './transfer/server-transfer';
export type { WholeRequest, WholeResponse } from './transfer/whole';
export { attributeName, className, methodName } from './tree/cosem-classes';
export { dataNode } from './tree/data-node';
export { linesOf, type TreeNode } from './tree/node';
export { treesOf } from './tree/tree';
export { WrapperLink, type WrapperOptions } from './wrapper-link';
