import { join } from 'node:path';
import type { Choices } from './choices';
import type { Declaration, Variant } from './declaration';
import { packageRoot } from './package-root';
import { readDeclaration } from './read-declaration';

/** The declaration that ships for the reference meter, with other choices or another Imax on both elements. */
export function exampleMeter(choices: Partial<Choices> = {}, imaxA = 100): Declaration {
  const shipped = readDeclaration(join(packageRoot(), 'examples', 'reference-meter.yaml'));
  const { primary, secondary } = shipped.elements;
  return {
    ...shipped,
    elements: { primary: { ...primary, imaxA }, ...(secondary && { secondary: { ...secondary, imaxA } }) },
    choices: { ...shipped.choices, ...choices },
  };
}

/** The same declaration of a meter of another variant, without the secondary element that it lacks. */
export function exampleOf(variant: Variant, choices: Partial<Choices> = {}): Declaration {
  const meter = exampleMeter(choices);
  return variant === 'twin' ? meter : { ...meter, variant, elements: { primary: meter.elements.primary } };
}
