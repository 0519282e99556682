import type { LifeStep, Ms } from './vocabulary';

/** How long a life before a scenario lasts. */
export function lifeMs(life: readonly LifeStep[]): Ms {
  return life.reduce((ms, step) => ms + (step.do === 'supply' ? 0 : (step.until?.after ?? 0)), 0);
}
