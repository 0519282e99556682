import type { Variant } from '../../declaration/declaration';

const LETTERS: Record<Variant, string> = { single: 'A', twin: 'B', polyphase: 'C' };

/** What was set at manufacture. The variant is a letter: A single, B twin element, C polyphase (GBCS ECS26m). */
export class Nameplate {
  readonly letter: string;

  constructor(variant: Variant) {
    this.letter = LETTERS[variant];
  }
}
