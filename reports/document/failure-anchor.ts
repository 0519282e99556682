import type { Failure } from '../../suites/run-result';
import { anchor, clip } from '../escape';

/** The id of a failure's card: its number keeps two apart whatever their names. */
export const failureAnchor = ({ requirement }: Failure, index: number): string =>
  `failure-${index + 1}-${anchor(clip(requirement, 80))}`;
