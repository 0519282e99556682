/**
 * Colours of charts by what they stand for, as on white paper. A drawing carries them as presentation attributes, so that
 * it stands alone (in a PDF too), and the name as a class, so that a style sheet can give each another colour in the dark.
 */
export const PALETTE = {
  ink: '#1c2630',
  muted: '#56616b',
  grid: '#dfe4e8',
  axis: '#87929c',
  primary: '#7d5a12',
  secondary: '#0a5ea6',
  recorded: '#5d98cb',
  outside: '#d0382d',
  mark: '#6a3d9a',
  span: '#f2c766',
} as const;

export type Ink = keyof typeof PALETTE;

/** The name of a colour of the palette; undefined for any other colour. */
export function inkOf(colour: string): Ink | undefined {
  return byColour.get(colour);
}

const byColour = new Map(Object.entries(PALETTE).map(([name, colour]) => [colour as string, name as Ink]));
