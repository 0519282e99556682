import { z } from 'zod';
import { expected, text, wholeNumber } from './shape';

/** How a client shows who it is: not at all, by a password (LLS), or by keys (HLS, mechanism 5, GMAC). */
export const AUTHENTICATIONS = ['none', 'low', 'high-gmac'] as const;
export type AuthenticationName = (typeof AUTHENTICATIONS)[number];

/** How services are ciphered: not at all, authenticated, encrypted, or both. */
export const SECURITIES = ['none', 'authentication', 'encryption', 'authentication-encryption'] as const;
export type SecurityName = (typeof SECURITIES)[number];

/** By which key: the global one of the meter (glo-ciphering), or one dedicated to each association (ded-ciphering). */
export const CIPHERING_KEYS = ['global', 'dedicated'] as const;

const PORT = expected('a port: /dev/ttyUSB0, tcp:HOST:PORT, or LIBRARY#ADDRESS of a maker’s own');

const oneAssociation = (address: number, authentication: AuthenticationName) =>
  z
    .strictObject({
      client: wholeNumber({ from: 1, to: 127 }).default(address).describe(`Client address. Default: ${address}.`),
      authentication: z.enum(AUTHENTICATIONS).default(authentication).describe(`Default: ${authentication}.`),
      security: z.enum(SECURITIES).default('none').describe('How services are ciphered. Default: none.'),
      key: z.enum(CIPHERING_KEYS).default('global').describe('By which key services are ciphered. Default: global.'),
    })
    .refine(({ security, key }) => security !== 'none' || key === 'global', {
      path: ['key'],
      error: 'a dedicated key ciphers; expected security beside it: authentication, encryption or authentication-encryption',
    })
    .prefault({});

/** The block `connection` of `meter.yaml` for a meter on a wire. Secrets are never in it: they come from the environment or a file. */
export const accessShape = z.strictObject({
  adapter: z.literal('optical'),
  port: z
    .string(PORT)
    .regex(/^(tcp:[^:\s]+:\d{1,5}|\/\S+|[A-Za-z0-9_.][\w./-]*(#\S*)?)$/, PORT)
    .describe(
      'Serial port of the probe, a pty, tcp:HOST:PORT, the link of a virtual meter, or LIBRARY#ADDRESS of a maker’s own port.',
    ),
  link: z
    .enum(['mode-e', 'hdlc', 'wrapper'])
    .describe('mode-e: sign-on of IEC 62056-21, then HDLC. hdlc: HDLC at once. wrapper: the TCP wrapper.'),
  baud: wholeNumber({ from: 300, to: 115_200 })
    .default(9600)
    .describe('Baud of direct HDLC, and the most that a sign-on goes on with. Default: 9600.'),
  echo: z.boolean().default(false).describe('The probe gives back what is sent. Default: false.'),
  server: wholeNumber({ from: 1, to: 16_383 }).default(1).describe('Logical device. Default: 1.'),
  physical: wholeNumber({ from: 0, to: 16_383 }).optional().describe('Physical device, where HDLC addresses name one.'),
  infoField: wholeNumber({ from: 32, to: 2030 }).default(2030).describe('Longest information field that is proposed.'),
  window: wholeNumber({ from: 1, to: 7 }).default(7).describe('HDLC window that is proposed.'),
  generalWindow: wholeNumber({ from: 0, to: 63 })
    .default(63)
    .describe('Blocks of a general-block-transfer that are taken in one go; 0: none is proposed. Default: 63.'),
  pdu: wholeNumber({ from: 64, to: 65_535 }).default(65_535).describe('Longest APDU that is taken.'),
  silenceMs: wholeNumber({ from: 50, to: 60_000 }).default(3000).describe('How long a silence is waited out, ms. Default: 3000.'),
  retries: wholeNumber({ from: 0, to: 10 }).default(2).describe('How often a read is asked again on a new connection.'),
  management: oneAssociation(1, 'high-gmac').describe('The association that manages.'),
  public: oneAssociation(16, 'none').describe('The association of anybody.'),
  map: text('default, gbcs, or the file of an object map')
    .default('default')
    .describe('Object map: default, gbcs, or a file beside this one.'),
  secrets: text('a file that only its owner may read')
    .optional()
    .describe('File of the secrets, owner-only; the environment goes before it. Default: what SMETS2_SECRETS names.'),
  sideChannel: text('the socket of a virtual meter')
    .optional()
    .describe('Of a virtual meter: the socket by which a bench moves it. Default: PORT.bench.'),
});
export type Access = z.output<typeof accessShape>;
