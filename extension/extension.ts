import type { Requirement } from '../suites/requirements/requirement';
import type { ObjectName, Scenario } from '../trace/vocabulary';

/** What a maker adds to the suite, all of it under the maker's own prefix. */
export interface Extension {
  /** First part of every id: requirements `acme.…`, scenarios `acme-…`, objects `x-acme.…`. */
  prefix: string;
  title: string;
  version: string;
  /** SHA-256 over all its files: what was added, exactly. */
  sha256: string;
  folder: string;
  scenarios: Scenario[];
  requirements: Requirement[];
  objects: ExtensionObject[];
  /** By the id of a requirement, theirs or ours: what the maker says where it failed. */
  texts: Record<string, string>;
}

/** An object of the maker's own, and where a COSEM client finds it. */
export interface ExtensionObject {
  name: ObjectName;
  title: string;
  unit?: string | undefined;
  cosem?: { class: number; logicalName: string; attribute: number } | undefined;
}
