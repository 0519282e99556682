import { compare, same } from '../suites/requirements/compare';
import { onlyTwin, onlyTwinWhere, requirement } from '../suites/requirements/define';
import { acceptedWrites, readings } from '../suites/requirements/readings';
import { moved } from '../suites/requirements/register/register-span';
import { spans } from '../suites/requirements/spans';

/**
 * What `requirements.js` of an extension is given, so that it need not find this package: how a requirement is defined, how a judge finds
 * its places in a trace, and how it makes findings.
 */
export const SUITE = { requirement, onlyTwin, onlyTwinWhere, spans, readings, acceptedWrites, moved, compare, same } as const;

export type Suite = typeof SUITE;
