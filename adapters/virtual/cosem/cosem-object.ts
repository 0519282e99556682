import type { ActionResult, Data, DataAccessResult, GetDataResult, LogicalName, OctetSource, SelectiveAccess } from '../../dlms';

/** What an association may do with an attribute, as its view lists it; what it asks for besides is refused by the object itself. */
export interface Rights {
  read: boolean;
  write: boolean;
}

export interface CosemAttribute {
  rights: Rights;
  /** Access selectors that a GET of it takes (Blue Book 4.3.6). */
  selectors?: readonly number[];
  get?(selection?: SelectiveAccess): GetDataResult;
  /** What makes the octets of a long value as its blocks are fetched; undefined where it is given as it was at the first of them. */
  asRead?(selection?: SelectiveAccess): OctetSource | undefined;
  set?(value: Data): DataAccessResult;
  /** Where the attribute is a part of something that is written as one: parts in one request go together. */
  part?: { of: string; index: number; set(parts: readonly AttributePart[]): DataAccessResult };
}

export interface AttributePart {
  index: number;
  value: Data;
}

export interface CosemMethod {
  allowed: boolean;
  invoke(parameters: Data | undefined): ActionOutcome;
}

export interface ActionOutcome {
  result: ActionResult;
  returns?: Data;
}

/** An object as one association sees it: attributes from 1 on and methods from 1 on, by their numbers. */
export interface CosemObject {
  classId: number;
  version: number;
  logicalName: LogicalName;
  attributes: ReadonlyMap<number, CosemAttribute>;
  methods: ReadonlyMap<number, CosemMethod>;
}

export const got = (data: Data): GetDataResult => ({ kind: 'data', data });
export const notGot = (result: DataAccessResult): GetDataResult => ({ kind: 'data-access-result', result });

/** An attribute that always reads the same. */
export const fixed = (data: () => Data, read = true): CosemAttribute => ({
  rights: { read, write: false },
  get: () => (read ? got(data()) : notGot('read-write-denied')),
});
