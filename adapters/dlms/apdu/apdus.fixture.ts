import fc from 'fast-check';
import type { Aare, Aarq } from '../acse/association';
import { anyData } from '../data/values.fixture';
import { anyOctets } from '../laws.fixture';
import type { ApduFrom, ClientApdu, Role, ServerApdu } from './apdu';
import { CONFORMANCE_BITS } from './conformance';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const i8 = fc.integer({ min: -128, max: 127 });
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const instanceId = fc.tuple(u8, u8, u8, u8, u8, u8).map(([a, b, c, d, e, f]) => `${a}-${b}:${c}.${d}.${e}.${f}`);
const attribute = fc.record({ classId: u16, instanceId, attributeId: i8 });
const method = fc.record({ classId: u16, instanceId, methodId: i8 });
const selection = fc.record({ accessSelector: u8, accessParameters: anyData });
const selected = { attribute, accessSelection: maybe(selection) };
const block = fc.record({ lastBlock: fc.boolean(), blockNumber: u32, rawData: anyOctets() });
const accessResult = fc.constantFrom('success', 'read-write-denied', 'object-undefined', 'other-reason', 77);
const actionResult = fc.constantFrom('success', 'scope-of-access-violated', 'long-action-aborted', 5);
const getResult = fc.oneof(
  fc.record({ kind: fc.constant('data'), data: anyData }),
  fc.record({ kind: fc.constant('data-access-result'), result: accessResult }),
);
const blockResult = fc.oneof(
  fc.record({ kind: fc.constant('raw-data'), rawData: anyOctets() }),
  fc.record({ kind: fc.constant('data-access-result'), result: accessResult }),
);
const actionOutcome = fc.record({ result: actionResult, returnParameters: maybe(getResult) });
const conformance = fc.subarray([...CONFORMANCE_BITS]);
const id = { invokeIdAndPriority: u8 };
const longId = { longInvokeIdAndPriority: u32, dateTime: anyOctets(12) };
const ciphered = { ciphered: anyOctets() };

const accessRequestSpecification = fc.oneof(
  fc.record({ kind: fc.constantFrom('access-request-get', 'access-request-set'), attribute }),
  fc.record({ kind: fc.constant('access-request-action'), method }),
  fc.record({
    kind: fc.constantFrom('access-request-get-with-selection', 'access-request-set-with-selection'),
    attribute,
    accessSelection: selection,
  }),
);
const accessResponseSpecification = fc.oneof(
  fc.record({ kind: fc.constantFrom('access-response-get', 'access-response-set'), result: accessResult }),
  fc.record({ kind: fc.constant('access-response-action'), result: actionResult }),
);

const authentication = fc.record({
  kind: fc.constantFrom('charstring', 'bitstring', 'external', 'other'),
  octets: anyOctets(16),
});
const invocationId = maybe(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const applicationContextName = fc.constantFrom('logical-name', 'logical-name-with-ciphering', Uint8Array.of(0x2a, 3));
const mechanismName = maybe(fc.constantFrom('lowest', 'low', 'high-gmac', Uint8Array.of(0x2a, 4)));
const requirements = maybe(fc.constantFrom('authentication', Uint8Array.of(0x07, 0x00)));
const rest = { implementationInformation: maybe(anyOctets(4)), userInformation: maybe(anyOctets()) };

const aarq: { [K in keyof Required<Aarq>]: fc.Arbitrary<unknown> } = {
  protocolVersion: maybe(anyOctets(2)),
  applicationContextName,
  calledApTitle: maybe(anyOctets(8)),
  calledAeQualifier: maybe(anyOctets(8)),
  calledApInvocationId: invocationId,
  calledAeInvocationId: invocationId,
  callingApTitle: maybe(anyOctets(8)),
  callingAeQualifier: maybe(anyOctets(8)),
  callingApInvocationId: invocationId,
  callingAeInvocationId: invocationId,
  senderAcseRequirements: requirements,
  mechanismName,
  callingAuthenticationValue: maybe(authentication),
  ...rest,
};

const aare: { [K in keyof Required<Aare>]: fc.Arbitrary<unknown> } = {
  protocolVersion: maybe(anyOctets(2)),
  applicationContextName,
  result: fc.constantFrom('accepted', 'rejected-permanent', 9),
  resultSourceDiagnostic: fc.record({
    kind: fc.constantFrom('acse-service-user', 'acse-service-provider'),
    reason: fc.constantFrom('null', 'no-reason-given', 99),
  }),
  respondingApTitle: maybe(anyOctets(8)),
  respondingAeQualifier: maybe(anyOctets(8)),
  respondingApInvocationId: invocationId,
  respondingAeInvocationId: invocationId,
  responderAcseRequirements: requirements,
  mechanismName,
  respondingAuthenticationValue: maybe(authentication),
  ...rest,
};

const header = {
  transactionId: anyOctets(9),
  originatorSystemTitle: anyOctets(8),
  recipientSystemTitle: anyOctets(8),
  dateTime: anyOctets(12),
  otherInformation: anyOctets(4),
};
const keyInfo = fc.oneof(
  fc.record({ kind: fc.constant('identified-key'), keyId: fc.constantFrom('global-unicast-encryption-key', 7) }),
  fc.record({ kind: fc.constant('wrapped-key'), kekId: fc.constantFrom('master-key', 7), keyCipheredData: anyOctets() }),
  fc.record({ kind: fc.constant('agreed-key'), keyParameters: anyOctets(), keyCipheredData: anyOctets() }),
);

/** The fields of each kind of APDU; the type says that none is left out. */
type Fields<A extends { kind: string }> = { [K in A['kind']]: { [field: string]: fc.Arbitrary<unknown> } };

const either = {
  'general-glo-ciphering': { systemTitle: anyOctets(8), ...ciphered },
  'general-ded-ciphering': { systemTitle: anyOctets(8), ...ciphered },
  'general-ciphering': { ...header, keyInfo: maybe(keyInfo), ...ciphered },
  'general-signing': { ...header, content: anyOctets(), signature: anyOctets() },
  'general-block-transfer': {
    control: fc.record({ lastBlock: fc.boolean(), streaming: fc.boolean(), window: fc.nat(63) }),
    blockNumber: u16,
    blockNumberAck: u16,
    blockData: anyOctets(),
  },
};

const client: Fields<ClientApdu> = {
  'initiate-request': {
    dedicatedKey: maybe(anyOctets(16)),
    responseAllowed: maybe(fc.boolean()),
    proposedQualityOfService: maybe(i8),
    proposedDlmsVersionNumber: u8,
    proposedConformance: conformance,
    clientMaxReceivePduSize: u16,
  },
  aarq,
  rlrq: { reason: maybe(fc.constantFrom('normal', 'urgent', 9)), userInformation: maybe(anyOctets()) },
  'get-request-normal': { ...id, ...selected },
  'get-request-next': { ...id, blockNumber: u32 },
  'get-request-with-list': { ...id, attributes: few(fc.record(selected)) },
  'set-request-normal': { ...id, ...selected, value: anyData },
  'set-request-with-first-datablock': { ...id, ...selected, datablock: block },
  'set-request-with-datablock': { ...id, datablock: block },
  'set-request-with-list': { ...id, attributes: few(fc.record(selected)), values: few(anyData) },
  'set-request-with-list-and-first-datablock': { ...id, attributes: few(fc.record(selected)), datablock: block },
  'action-request-normal': { ...id, method, parameters: maybe(anyData) },
  'action-request-next-pblock': { ...id, blockNumber: u32 },
  'action-request-with-list': { ...id, methods: few(method), parameters: few(anyData) },
  'action-request-with-first-pblock': { ...id, method, pblock: block },
  'action-request-with-list-and-first-pblock': { ...id, methods: few(method), pblock: block },
  'action-request-with-pblock': { ...id, pblock: block },
  'access-request': { ...longId, specifications: few(accessRequestSpecification), data: few(anyData) },
  'glo-initiate-request': ciphered,
  'glo-get-request': ciphered,
  'glo-set-request': ciphered,
  'glo-action-request': ciphered,
  'ded-initiate-request': ciphered,
  'ded-get-request': ciphered,
  'ded-set-request': ciphered,
  'ded-action-request': ciphered,
  ...either,
};

const server: Fields<ServerApdu> = {
  'initiate-response': {
    negotiatedQualityOfService: maybe(i8),
    negotiatedDlmsVersionNumber: u8,
    negotiatedConformance: conformance,
    serverMaxReceivePduSize: u16,
    vaaName: u16,
  },
  aare,
  rlre: { reason: maybe(fc.constantFrom('normal', 'not-finished', 9)), userInformation: maybe(anyOctets()) },
  'get-response-normal': { ...id, result: getResult },
  'get-response-with-datablock': { ...id, lastBlock: fc.boolean(), blockNumber: u32, result: blockResult },
  'get-response-with-list': { ...id, results: few(getResult) },
  'set-response-normal': { ...id, result: accessResult },
  'set-response-datablock': { ...id, blockNumber: u32 },
  'set-response-last-datablock': { ...id, result: accessResult, blockNumber: u32 },
  'set-response-last-datablock-with-list': { ...id, results: few(accessResult), blockNumber: u32 },
  'set-response-with-list': { ...id, results: few(accessResult) },
  'action-response-normal': { ...id, response: actionOutcome },
  'action-response-with-pblock': { ...id, pblock: block },
  'action-response-with-list': { ...id, responses: few(actionOutcome) },
  'action-response-next-pblock': { ...id, blockNumber: u32 },
  'access-response': {
    ...longId,
    requestSpecifications: maybe(few(accessRequestSpecification)),
    data: few(anyData),
    specifications: few(accessResponseSpecification),
  },
  'data-notification': { ...longId, body: anyData },
  'event-notification-request': { time: maybe(anyOctets(12)), attribute, value: anyData },
  'exception-response': {
    stateError: fc.constantFrom('service-not-allowed', 'service-unknown', 9),
    serviceError: fc.constantFrom('operation-not-possible', 'pdu-too-long', 9),
  },
  'confirmed-service-error': {
    service: fc.constantFrom('initiateError', 'read', 99),
    error: fc.record({ kind: fc.constantFrom('initiate', 'access', 'service'), reason: fc.constantFrom('other', 99) }),
  },
  'glo-initiate-response': ciphered,
  'glo-confirmed-service-error': ciphered,
  'glo-get-response': ciphered,
  'glo-set-response': ciphered,
  'glo-event-notification-request': ciphered,
  'glo-action-response': ciphered,
  'ded-initiate-response': ciphered,
  'ded-confirmed-service-error': ciphered,
  'ded-get-response': ciphered,
  'ded-set-response': ciphered,
  'ded-event-notification-request': ciphered,
  'ded-action-response': ciphered,
  ...either,
};

const recordsOf = (fields: Fields<{ kind: string }>) =>
  Object.entries(fields).map(([kind, record]) => fc.record({ kind: fc.constant(kind), ...record }));

/** Any APDU that one side sends, each kind as often as the others. */
export const anyApdu = <R extends Role>(from: R) =>
  fc.oneof(...recordsOf(from === 'client' ? client : server)) as unknown as fc.Arbitrary<ApduFrom<R>>;
