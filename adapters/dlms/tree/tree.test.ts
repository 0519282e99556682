import fc from 'fast-check';
import { DecodeError } from '../../../trace/errors';
import { encodeApdu, type Role } from '../apdu/apdu';
import { anyApdu } from '../apdu/apdus.fixture';
import { encodeFrame, hdlcAddress } from '../hdlc';
import { octetsOf, refusalOf } from '../laws.fixture';
import { linesOf } from './node';
import { treesOf } from './tree';

const linesIn = (octets: Uint8Array) => treesOf(octets).flatMap((tree) => [...linesOf(tree)]);

describe('a tree of octets', () => {
  it('names object, attribute, bounds and dates of a selective GET', () => {
    const get = octetsOf(
      'c001c1 0007 0100630100ff 02 01 01 0204 0204 120008 09060000010000ff 0f02 120000 090c07ea0102ff00000000000000 090c07ea0102ff171e0000ffc480 0100',
    );
    expect(linesIn(get)).toEqual([
      'get-request-normal',
      '  invoke id and priority: 1, confirmed, high priority',
      '  attribute: Profile generic 1-0:99.1.0.255 attribute 2 buffer',
      '  access selection',
      '    access selector: 1',
      '    access parameters: structure, 4 elements',
      '      [1]: structure { long-unsigned 8, octet-string 0000010000ff (0-0:1.0.0.255), integer 2, long-unsigned 0 }',
      '      [2]: octet-string 07ea0102ff00000000000000 (2026-01-02 00:00:00, 2026-01-02T00:00:00.000Z)',
      '      [3]: octet-string 07ea0102ff171e0000ffc480 (2026-01-02 23:30:00, 2026-01-02T22:30:00.000Z, daylight-saving-active)',
      '      [4]: array, 0 elements',
    ]);
  });

  it('shows what an association asks for, inside of its octet string', () => {
    const lines = linesIn(octetsOf('601d a109060760857405080101 be10 040e 01000000065f1f0400401e5dffff'));
    expect(lines).toContain('    initiate-request');
    expect(lines).toContain(
      '      proposed conformance: general-protection, block-transfer-with-get-or-read, block-transfer-with-set-or-write, block-transfer-with-action, multiple-references, access, get, set, selective-access, action',
    );
  });

  it('shows the header of what it cannot decipher', () => {
    expect(linesIn(octetsOf('c8 1e 30 01234567 411312ff935a47566827c467bc 7d825c3be4a77c3fcc056b6b'))).toEqual([
      'glo-get-request',
      '  ciphered',
      '    security suite 0: authenticated, encrypted',
      '      invocation counter: 19088743',
      '      ciphertext: 411312ff935a47566827c467bc',
      '      tag: 7d825c3be4a77c3fcc056b6b',
    ]);
  });

  it('joins the segments of HDLC frames, and shows noise between them', () => {
    const client = hdlcAddress(16);
    const meter = hdlcAddress(1, 17);
    const frame = (ns: number, segmented: boolean, info: string) =>
      encodeFrame({
        destination: meter,
        source: client,
        control: { kind: 'I', ns, nr: 0, poll: true },
        segmented,
        info: octetsOf(info),
      });
    const octets = Uint8Array.of(...frame(0, true, 'e6e600c002'), 0x55, ...frame(1, false, 'c100000007'));
    expect(linesIn(octets)).toEqual([
      'HDLC I: 16 to 1/17, N(S) 0, N(R) 0, P/F, 5 octets, more follows',
      'no frame: noise: 55 ("U")',
      'HDLC I: 16 to 1/17, N(S) 1, N(R) 0, P/F, 5 octets',
      '  get-request-next',
      '    invoke id and priority: 1, confirmed, high priority',
      '    block number: 7',
    ]);
  });

  it('shows a run of wrapper messages, whoever sent them', () => {
    expect(linesIn(octetsOf('0001 0010 0001 0007 c002c100000007 0001 0001 0010 0004 c501c100 0001 0001 0010 0001 ee'))).toEqual([
      'wrapper: 16 to 1, 7 octets',
      '  get-request-next',
      '    invoke id and priority: 1, confirmed, high priority',
      '    block number: 7',
      'wrapper: 1 to 16, 4 octets',
      '  set-response-normal',
      '    invoke id and priority: 1, confirmed, high priority',
      '    result: success',
      'wrapper: 1 to 16, 1 octets',
      '  no APDU: ee',
      '    because: at octet 0: expected the tag of a request, got 0xee',
    ]);
  });

  it('joins the blocks of a run of APDUs below the last of them', () => {
    const first = '0001 0001 0010 000d c402c1 00 00000001 00 03 020209';
    const last = '0001 0001 0010 000e c402c1 01 00000002 00 04 01aa1107';
    const lines = linesIn(octetsOf(first + last));
    expect(lines.at(-1)).toBe('    joined blocks: structure { octet-string aa, unsigned 7 }');
    expect(lines.filter((line) => line.includes('joined'))).toHaveLength(1);
  });

  it('says of a result that the standard does not name that it is none', () => {
    expect(linesIn(octetsOf('c401c1014d'))).toContain('    result: 77 (not in the standard)');
  });

  it('is refused by the reading that came furthest, with the field that broke off', () => {
    expect(refusalOf(() => treesOf(octetsOf('c001c10007')))).toMatchObject({ offset: 5, expected: '6 octets of instanceId' });
    expect(refusalOf(() => treesOf(octetsOf('')))).toMatchObject({ offset: 0 });
  });

  it('is drawn of any APDU', () => {
    const apdus = fc
      .constantFrom<Role>('client', 'server')
      .chain((role) => anyApdu(role).map((apdu) => encodeApdu<Role>(role, apdu)));
    fc.assert(fc.property(apdus, (octets) => expect(linesIn(octets).length).toBeGreaterThan(0)));
  });

  it('answers any octets with trees or a DecodeError', () => {
    const octets = fc.tuple(fc.constantFrom(0x7e, 0xc0, 0xc4, 0xdd, 0xdf, 0x60, 0x61, 0xda), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(octets, ([first, rest]) => {
        try {
          linesIn(Uint8Array.of(first, ...rest));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    );
  });
});
