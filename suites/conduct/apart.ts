import type { Declaration } from '../../declaration/declaration';
import type { Evidence, Requirement } from '../requirements/requirement';
import type { ExtensionResult, RequirementResult } from '../run-result';
import { Fold } from './fold';
import type { PlannedExtension } from './run-directory';

/** What a maker's extension brings to judging. */
export interface Added {
  prefix: string;
  sha256: string;
  requirements: readonly Requirement[];
  texts: Record<string, string>;
}

/**
 * Judges what a maker added, apart from everything that the statement speaks of: the maker's requirements over every trace, and those of
 * the catalogue over the traces of the maker's scenarios alone.
 */
export class Apart {
  private readonly theirs: Fold;
  private readonly ours: Fold;

  constructor(
    private readonly planned: PlannedExtension,
    private readonly loaded: Added | undefined,
    meter: Declaration,
    catalogue: readonly Requirement[],
  ) {
    this.theirs = new Fold(meter, loaded?.requirements ?? []);
    this.ours = new Fold(meter, catalogue);
  }

  /** `of`: the prefix of the extension that the trace's scenario belongs to, if any. */
  add(evidence: Evidence, of: string | undefined) {
    this.theirs.add(evidence);
    if (of === this.planned.prefix) this.ours.add(evidence);
  }

  result(): ExtensionResult {
    const { prefix, title, version } = this.planned;
    const requirements = concluded(this.theirs);
    const catalogue = concluded(this.ours).filter(({ scenarios }) => scenarios.length > 0);
    const failed = [...requirements, ...catalogue].filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    const texts = Object.entries(this.loaded?.texts ?? {}).filter(([id]) => failed.includes(id));
    return {
      ...{ prefix, title, version, sha256: this.planned.sha256 },
      loaded: this.loaded !== undefined,
      requirements,
      catalogue,
      texts: texts.map(([requirement, text]) => ({ requirement, text })),
    };
  }

  /** What the reader must know where the extension that judges is not the one that the run was planned with. */
  note(): string | undefined {
    const { prefix, version, sha256 } = this.planned;
    if (!this.loaded)
      return `The run was made with the extension ${prefix} ${version}, which is not loaded: its requirements are not judged here.`;
    return this.loaded.sha256 === sha256
      ? undefined
      : `The extension ${prefix} that judges here is not the one that the run was planned with.`;
  }
}

const APART = { partial: false, choseRequirements: false, unplayed: [], interrupted: false };
const concluded = (fold: Fold): RequirementResult[] => fold.conclude(APART).requirements;
