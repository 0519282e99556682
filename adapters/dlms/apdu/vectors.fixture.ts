import { octetsOf } from '../laws.fixture';
import type { ApduFrom, Role } from './apdu';

type Vector = { [R in Role]: readonly [from: R, hex: string, apdu: ApduFrom<R>] }[Role];

const id = { invokeIdAndPriority: 0xc1 };
const longId = { longInvokeIdAndPriority: 0x400000, dateTime: new Uint8Array() };
const register = { classId: 3, instanceId: '1-0:2.8.0.255', attributeId: 2 };
const mpan = { classId: 1, instanceId: '0-0:94.44.34.11', attributeId: 2 };
const u32 = (value: number) => ({ type: 'double-long-unsigned' as const, value });

/** Worked by hand from IEC 62056-5-3 §8, some as the Green Book's examples have them: octets and what they say. */
export const VECTORS: readonly Vector[] = [
  [
    'client',
    '6036 a109060760857405080101 8a020780 8b0760857405080201 ac0a80083132333435363738 be10040e01000000065f1f0400007e1f04b0',
    {
      kind: 'aarq',
      applicationContextName: 'logical-name',
      senderAcseRequirements: 'authentication',
      mechanismName: 'low',
      callingAuthenticationValue: { kind: 'charstring', octets: octetsOf('3132333435363738') },
      userInformation: octetsOf('01000000065f1f0400007e1f04b0'),
    },
  ],
  [
    'client',
    '01000000065f1f0400007e1f04b0',
    {
      kind: 'initiate-request',
      proposedDlmsVersionNumber: 6,
      proposedConformance: [
        'priority-mgmt-supported',
        'attribute0-supported-with-get',
        'block-transfer-with-get-or-read',
        'block-transfer-with-set-or-write',
        'block-transfer-with-action',
        'multiple-references',
        'get',
        'set',
        'selective-access',
        'event-notification',
        'action',
      ],
      clientMaxReceivePduSize: 0x4b0,
    },
  ],
  [
    'server',
    '6129 a109060760857405080101 a203020100 a305a103020100 be10040e0800065f1f0400007c1f04000007',
    {
      kind: 'aare',
      applicationContextName: 'logical-name',
      result: 'accepted',
      resultSourceDiagnostic: { kind: 'acse-service-user', reason: 'null' },
      userInformation: octetsOf('0800065f1f0400007c1f04000007'),
    },
  ],
  [
    'server',
    '611f a109060760857405080101 a203020101 a305a10302010d be0604040e010603',
    {
      kind: 'aare',
      applicationContextName: 'logical-name',
      result: 'rejected-permanent',
      resultSourceDiagnostic: { kind: 'acse-service-user', reason: 'authentication-failure' },
      userInformation: octetsOf('0e010603'),
    },
  ],
  [
    'server',
    '0e010603',
    { kind: 'confirmed-service-error', service: 'initiateError', error: { kind: 'initiate', reason: 'pdu-size-too-short' } },
  ],
  ['client', '6203800100', { kind: 'rlrq', reason: 'normal' }],
  ['client', '6200', { kind: 'rlrq' }],
  ['server', '6303800100', { kind: 'rlre', reason: 'normal' }],
  ['client', 'c001c1000301000208 00ff0200', { kind: 'get-request-normal', ...id, attribute: register }],
  ['client', 'c002c100000007', { kind: 'get-request-next', ...id, blockNumber: 7 }],
  [
    'client',
    'c003c102 00030100020800ff0200 0001 00005e2c220b 0200',
    { kind: 'get-request-with-list', ...id, attributes: [{ attribute: register }, { attribute: mpan }] },
  ],
  ['server', 'c401c1000600bc614e', { kind: 'get-response-normal', ...id, result: { kind: 'data', data: u32(12345678) } }],
  [
    'server',
    'c401c10103',
    { kind: 'get-response-normal', ...id, result: { kind: 'data-access-result', result: 'read-write-denied' } },
  ],
  [
    'server',
    'c402c10000000001 00 03 0102ff',
    {
      kind: 'get-response-with-datablock',
      ...id,
      lastBlock: false,
      blockNumber: 1,
      result: { kind: 'raw-data', rawData: octetsOf('0102ff') },
    },
  ],
  [
    'server',
    'c402c10100000002 01 13',
    {
      kind: 'get-response-with-datablock',
      ...id,
      lastBlock: true,
      blockNumber: 2,
      result: { kind: 'data-access-result', result: 'data-block-number-invalid' },
    },
  ],
  [
    'client',
    'c101c1 0001 00005e2c220b 02 00 0902 3131',
    { kind: 'set-request-normal', ...id, attribute: mpan, value: { type: 'octet-string', value: octetsOf('3131') } },
  ],
  [
    'client',
    'c103c1 01 00000002 02 3131',
    { kind: 'set-request-with-datablock', ...id, datablock: { lastBlock: true, blockNumber: 2, rawData: octetsOf('3131') } },
  ],
  ['server', 'c501c100', { kind: 'set-response-normal', ...id, result: 'success' }],
  ['server', 'c503c10000000002', { kind: 'set-response-last-datablock', ...id, result: 'success', blockNumber: 2 }],
  [
    'client',
    'c301c1000f0000280000ff01 01 0902aabb',
    {
      kind: 'action-request-normal',
      ...id,
      method: { classId: 15, instanceId: '0-0:40.0.0.255', methodId: 1 },
      parameters: { type: 'octet-string', value: octetsOf('aabb') },
    },
  ],
  ['server', 'c701c10000', { kind: 'action-response-normal', ...id, response: { result: 'success' } }],
  [
    'server',
    'c701c100010009021122',
    {
      kind: 'action-response-normal',
      ...id,
      response: {
        result: 'success',
        returnParameters: { kind: 'data', data: { type: 'octet-string', value: octetsOf('1122') } },
      },
    },
  ],
  [
    'client',
    'd9 00400000 00 01 01 00030100020800ff02 01 00',
    {
      kind: 'access-request',
      ...longId,
      specifications: [{ kind: 'access-request-get', attribute: register }],
      data: [{ type: 'null-data', value: null }],
    },
  ],
  [
    'server',
    'da 00400000 00 00 01 0600bc614e 01 0100',
    {
      kind: 'access-response',
      ...longId,
      data: [u32(12345678)],
      specifications: [{ kind: 'access-response-get', result: 'success' }],
    },
  ],
  ['server', '0f 00400000 00 0600000001', { kind: 'data-notification', ...longId, body: u32(1) }],
  ['server', 'd80102', { kind: 'exception-response', stateError: 'service-not-allowed', serviceError: 'service-not-supported' }],
  [
    'server',
    'd80206 00000102',
    {
      kind: 'exception-response',
      stateError: 'service-unknown',
      serviceError: 'invocation-counter-error',
      invocationCounter: 0x102,
    },
  ],
  [
    'server',
    'e0 c5 0003 0002 02 c401',
    {
      kind: 'general-block-transfer',
      control: { lastBlock: true, streaming: true, window: 5 },
      blockNumber: 3,
      blockNumberAck: 2,
      blockData: octetsOf('c401'),
    },
  ],
];
