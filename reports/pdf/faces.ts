import { dirname, join } from 'node:path';

/** The typefaces of the PDF: DejaVu, whose free licence ships beside the files. It has every sign that a report uses. */
export const FACES = {
  regular: 'DejaVuSans.ttf',
  bold: 'DejaVuSans-Bold.ttf',
  mono: 'DejaVuSansMono.ttf',
} as const;
export type Face = keyof typeof FACES;

/** Path of a face's file in the package that holds it. */
export const faceFile = (face: Face): string =>
  join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf', FACES[face]);

export const INK = {
  ink: '#1c2630',
  quiet: '#56616b',
  line: '#d5dbe0',
  strong: '#87929c',
  link: '#0a5ea6',
  raised: '#f4f6f7',
  paper: '#ffffff',
} as const;

/** Ink and ground of each verdict, as on a light screen. */
export const TONES = {
  pass: ['#1a6b35', '#e7f4ea'],
  fail: ['#b3261e', '#fdecea'],
  error: ['#7b2d8b', '#f6eaf8'],
  inconclusive: ['#7a5300', '#fbf1dc'],
  attested: ['#0a5ea6', '#e6f0f9'],
  'not-assessed': ['#56616b', '#eef1f3'],
  'not-applicable': ['#56616b', '#eef1f3'],
  plain: ['#56616b', '#eef1f3'],
} as const;
