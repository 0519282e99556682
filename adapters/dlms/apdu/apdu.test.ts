import { EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { raw } from '../shape';
import { type ClientApdu, decodeApdu, encodeApdu, type Role, type ServerApdu } from './apdu';
import { anyApdu } from './apdus.fixture';
import { invokeIdAndPriority } from './descriptors';
import { VECTORS } from './vectors.fixture';

for (const role of ['client', 'server'] as const)
  obeysTheLawsOfCodecs(
    `an APDU of the ${role}`,
    { encode: (apdu) => encodeApdu<Role>(role, apdu), decode: (octets) => decodeApdu<Role>(role, octets) },
    anyApdu(role),
    VECTORS.filter(([from]) => from === role).map(([, hex]) => hex),
  );

describe('an APDU', () => {
  it.each(VECTORS.map(([from, hex, apdu]) => [apdu.kind, from, hex, apdu] as const))('%s of the %s: %s', (_, from, hex, apdu) => {
    expect(decodeApdu(from, octetsOf(hex))).toEqual(apdu);
    expect(hexOf(encodeApdu<Role>(from, apdu))).toBe(hex.replace(/\s/g, ''));
  });

  it('of one side is refused from the other', () => {
    expect(refusalOf(() => decodeApdu('server', octetsOf('c001c100080000010000ff0200')))).toMatchObject({
      offset: 0,
      got: '0xc0',
    });
  });

  it('keeps a result that the standard does not name as its number', () => {
    expect(decodeApdu('server', octetsOf('c501c163'))).toMatchObject({ kind: 'set-response-normal', result: 0x63 });
  });

  it('is sent with raw octets wherever a suite wants them', () => {
    const request: ClientApdu = {
      kind: 'get-request-normal',
      invokeIdAndPriority: invokeIdAndPriority(1),
      attribute: { classId: 8, instanceId: '0-0:1.0.0.255', attributeId: 2 },
    };
    const wrong = encodeApdu('client', { ...request, attribute: { ...request.attribute, instanceId: raw(octetsOf('0102')) } });
    expect(hexOf(wrong)).toBe('c001c1000801020200');
    expect(hexOf(encodeApdu('client', { ...request, accessSelection: raw(octetsOf('02')) }))).toBe('c001c100080000010000ff0202');
    expect(hexOf(encodeApdu('client', raw(octetsOf('ff'))))).toBe('ff');
  });

  it('without a format is an EncodeError', () => {
    expect(() => encodeApdu('client', { kind: 'get-response-with-list', invokeIdAndPriority: 0, results: [] } as never)).toThrow(
      EncodeError,
    );
    expect(() => encodeApdu('client', { kind: 'toString' } as never)).toThrow(EncodeError);
    const name = { classId: 8, instanceId: '0-0:1.0.0.256', attributeId: 2 };
    expect(() => encodeApdu('client', { kind: 'get-request-normal', invokeIdAndPriority: 1, attribute: name })).toThrow(
      EncodeError,
    );
  });

  it.each<[string, string, number]>([
    ['an access selection that is neither absent nor present', 'c001c100080000010000ff0202', 12],
    ['a list of more than there is', 'c003c1 84ffffffff', 3],
    ['a conformance block of another length', '01 000000 06 5f1f0500 00401e5d ffff', 5],
    ['a kind of get-request that is none', 'c007c1', 1],
  ])('refuses %s and says where', (_, hex, offset) => {
    expect(refusalOf(() => decodeApdu('client', octetsOf(hex))).offset).toBe(offset);
  });

  it('is told apart by kind', () => {
    const apdu: ServerApdu = decodeApdu('server', octetsOf('c401c1000600bc614e'));
    if (apdu.kind !== 'get-response-normal' || apdu.result.kind !== 'data') throw new Error(apdu.kind);
    expect(apdu.result.data.value).toBe(12345678);
  });
});
