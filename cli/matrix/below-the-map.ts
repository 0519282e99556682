const because = (reason: string, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, reason]));

/** Faulty meters whose rule does not fail over a wire, and why: what they do wrong does not reach whoever asks by the object map. */
export const BELOW_THE_MAP: Readonly<Record<string, string>> = {
  ...because(
    'The object map gives each of the four rates a register of its own: a fifth has no place in it.',
    'five-rates',
    'fifth-rate',
  ),
  ...because(
    'Members of a row have no names on a wire: secondary export is read as the reactive member in whose place it stands, and profile.sum and isolation.export-half-hours fail instead.',
    'reactive-member-overwritten',
  ),
};
