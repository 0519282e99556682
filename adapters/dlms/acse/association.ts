import { choice, counted, enumeration, sequence, type ValueOf } from '../shape';
import { maybe, tlv } from './ber';
import { field } from './names';

/** AARQ (IEC 62056-5-3 §8): asks for an association. `userInformation` is an InitiateRequest, ciphered or not. */
export const aarq = counted(
  sequence({
    protocolVersion: field.protocolVersion,
    applicationContextName: field.contextName,
    calledApTitle: field.apTitle(0xa2),
    calledAeQualifier: field.aeQualifier(0xa3),
    calledApInvocationId: field.invocationId(0xa4),
    calledAeInvocationId: field.invocationId(0xa5),
    callingApTitle: field.apTitle(0xa6),
    callingAeQualifier: field.aeQualifier(0xa7),
    callingApInvocationId: field.invocationId(0xa8),
    callingAeInvocationId: field.invocationId(0xa9),
    senderAcseRequirements: field.requirements(0x8a),
    mechanismName: field.mechanismName(0x8b),
    callingAuthenticationValue: field.authenticationValue(0xac),
    implementationInformation: field.implementationInformation,
    userInformation: field.userInformation,
  }),
);
export type Aarq = ValueOf<typeof aarq>;

const diagnostics = {
  'acse-service-user': enumeration('a diagnostic of the service user', {
    null: 0,
    'no-reason-given': 1,
    'application-context-name-not-supported': 2,
    'calling-AP-title-not-recognized': 3,
    'calling-AP-invocation-identifier-not-recognized': 4,
    'calling-AE-qualifier-not-recognized': 5,
    'calling-AE-invocation-identifier-not-recognized': 6,
    'called-AP-title-not-recognized': 7,
    'called-AP-invocation-identifier-not-recognized': 8,
    'called-AE-qualifier-not-recognized': 9,
    'called-AE-invocation-identifier-not-recognized': 10,
    'authentication-mechanism-name-not-recognised': 11,
    'authentication-mechanism-name-required': 12,
    'authentication-failure': 13,
    'authentication-required': 14,
  }),
  'acse-service-provider': enumeration('a diagnostic of the service provider', {
    null: 0,
    'no-reason-given': 1,
    'no-common-acse-version': 2,
  }),
};

const INTEGER = 0x02;

const resultSourceDiagnostic = choice('who says why', {
  'acse-service-user': [0xa1, sequence({ reason: counted(tlv(INTEGER, 'an integer', diagnostics['acse-service-user'])) })],
  'acse-service-provider': [
    0xa2,
    sequence({ reason: counted(tlv(INTEGER, 'an integer', diagnostics['acse-service-provider'])) }),
  ],
});

const associationResult = enumeration('an association result', {
  accepted: 0,
  'rejected-permanent': 1,
  'rejected-transient': 2,
});

/** AARE: grants or refuses an association. `userInformation` is an InitiateResponse or a ConfirmedServiceError. */
export const aare = counted(
  sequence({
    protocolVersion: field.protocolVersion,
    applicationContextName: field.contextName,
    result: tlv(0xa2, 'a result', tlv(INTEGER, 'an integer', associationResult)),
    resultSourceDiagnostic: tlv(0xa3, 'a diagnostic', resultSourceDiagnostic),
    respondingApTitle: field.apTitle(0xa4),
    respondingAeQualifier: field.aeQualifier(0xa5),
    respondingApInvocationId: field.invocationId(0xa6),
    respondingAeInvocationId: field.invocationId(0xa7),
    responderAcseRequirements: field.requirements(0x88),
    mechanismName: field.mechanismName(0x89),
    respondingAuthenticationValue: field.authenticationValue(0xaa),
    implementationInformation: field.implementationInformation,
    userInformation: field.userInformation,
  }),
);
export type Aare = ValueOf<typeof aare>;

const reason = <const N extends { readonly [name: string]: number }>(names: N) =>
  maybe(tlv(0x80, 'a reason', enumeration('a reason', names)));

/** RLRQ: asks for the end of an association. */
export const rlrq = counted(
  sequence({ reason: reason({ normal: 0, urgent: 1, 'user-defined': 30 }), userInformation: field.userInformation }),
);

/** RLRE: ends it. */
export const rlre = counted(
  sequence({ reason: reason({ normal: 0, 'not-finished': 1, 'user-defined': 30 }), userInformation: field.userInformation }),
);
