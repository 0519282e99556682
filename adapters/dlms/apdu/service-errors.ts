import { choice, enumeration, put, type Shape, sequence, u32, type ValueOf } from '../shape';

const stateError = enumeration('a state-error', { 'service-not-allowed': 1, 'service-unknown': 2 });

const INVOCATION_COUNTER_ERROR = 'invocation-counter-error';
const serviceError = enumeration('a service-error', {
  'operation-not-possible': 1,
  'service-not-supported': 2,
  'other-reason': 3,
  'pdu-too-long': 4,
  'deciphering-error': 5,
  [INVOCATION_COUNTER_ERROR]: 6,
});

export interface ExceptionResponse {
  stateError: ValueOf<typeof stateError>;
  serviceError: ValueOf<typeof serviceError>;
  /** With invocation-counter-error: the counter that the meter would have taken. */
  invocationCounter?: number;
}

/** Exception-Response (IEC 62056-5-3 §8): only invocation-counter-error says more than its number. */
export const exceptionResponse: Shape<ExceptionResponse> = {
  read(reader) {
    const value = { stateError: stateError.read(reader), serviceError: serviceError.read(reader) };
    return value.serviceError === INVOCATION_COUNTER_ERROR ? { ...value, invocationCounter: reader.u32('a counter') } : value;
  },
  write(writer, value) {
    put(writer, stateError, value.stateError);
    put(writer, serviceError, value.serviceError);
    if (value.serviceError === INVOCATION_COUNTER_ERROR) put(writer, u32, value.invocationCounter ?? 0);
  },
};

const why = <const N extends { readonly [name: string]: number }>(names: N) =>
  sequence({ reason: enumeration('a reason', names) });

/** ServiceError of a Confirmed-ServiceError: the area, and the reason within it. */
const error = choice('the area of a service error', {
  'application-reference': [
    0,
    why({
      other: 0,
      'time-elapsed': 1,
      'application-unreachable': 2,
      'application-reference-invalid': 3,
      'application-context-unsupported': 4,
      'provider-communication-error': 5,
      'deciphering-error': 6,
    }),
  ],
  'hardware-resource': [
    1,
    why({
      other: 0,
      'memory-unavailable': 1,
      'processor-resource-unavailable': 2,
      'mass-storage-unavailable': 3,
      'other-resource-unavailable': 4,
    }),
  ],
  'vde-state-error': [
    2,
    why({ other: 0, 'no-dlms-context': 1, 'loading-data-set': 2, 'status-nochange': 3, 'status-inoperable': 4 }),
  ],
  service: [3, why({ other: 0, 'pdu-size': 1, 'service-unsupported': 2 })],
  definition: [
    4,
    why({
      other: 0,
      'object-undefined': 1,
      'object-class-inconsistent': 2,
      'object-attribute-inconsistent': 3,
    }),
  ],
  access: [
    5,
    why({ other: 0, 'scope-of-access-violated': 1, 'object-access-violated': 2, 'hardware-fault': 3, 'object-unavailable': 4 }),
  ],
  initiate: [
    6,
    why({
      other: 0,
      'dlms-version-too-low': 1,
      'incompatible-conformance': 2,
      'pdu-size-too-short': 3,
      'refused-by-the-VDE-Handler': 4,
    }),
  ],
  'load-data-set': [
    7,
    why({
      other: 0,
      'primitive-out-of-sequence': 1,
      'not-loadable': 2,
      'dataset-size-too-large': 3,
      'not-awaited-segment': 4,
      'interpretation-failure': 5,
      'storage-failure': 6,
      'data-set-not-ready': 7,
    }),
  ],
  'change-scope': [8, why({ other: 0 })],
  task: [9, why({ other: 0, 'no-remote-control': 1, 'ti-stopped': 2, 'ti-running': 3, 'ti-unusable': 4 })],
  other: [10, why({ other: 0 })],
});

/** Confirmed-ServiceError, mostly the answer to an association that was asked for and not granted. */
export const confirmedServiceError = sequence({
  service: enumeration('a service', {
    initiateError: 1,
    getStatus: 2,
    getNameList: 3,
    getVariableAttribute: 4,
    read: 5,
    write: 6,
    getDataSetAttribute: 7,
    getTIAttribute: 8,
    changeScope: 9,
    start: 10,
    stop: 11,
    resume: 12,
    makeUsable: 13,
    initiateLoad: 14,
    loadSegment: 15,
    terminateLoad: 16,
    initiateUpLoad: 17,
    upLoadSegment: 18,
    terminateUpLoad: 19,
  }),
  error,
});
export type ConfirmedServiceError = ValueOf<typeof confirmedServiceError>;
