import { create } from 'xmlbuilder2';
import type { ExtensionResult, RequirementResult, RunResult, WaiverResult } from '../suites/run-result';
import { clip, oneLine, visible } from './escape';
import { firstOf } from './first-of';
import { differenceText, expectedText, observedText, withUnit } from './format';
import { byArea, soundStatement, tally } from './standing';

type Node = ReturnType<typeof create>;

/** What a test suite is made of: an area of the catalogue, or what a maker added. */
interface Group {
  name: string;
  package: string;
  requirements: readonly RequirementResult[];
  /** What besides the statement a reader has to know of it. */
  apart?: string;
}

/**
 * JUnit XML: a test suite for each area, a test case for each requirement. fail → failure, waived or not; error → error; every other
 * verdict but pass → skipped with its reason. As many servers show skipped as green, each suite repeats the statement. What extensions
 * added stands in suites of its own.
 */
export function renderJunit(result: RunResult): string {
  // Whatever XML 1.0 cannot hold is shown as U+FFFD; text of ours never holds any, as `visible` has gone before.
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' }).ele('testsuites');
  const areas = [...byArea(result.requirements)].map(
    ([name, requirements]): Group => ({ name, package: 'smets2', requirements }),
  );
  [...areas, ...(result.extensions ?? []).flatMap(groupsOf)].forEach((group, index) => {
    addSuite(root, result, group, index);
  });
  return `${root.end({ prettyPrint: true })}\n`;
}

/** What an extension requires, and what its scenarios say of the catalogue. */
function groupsOf({ prefix, title, version, loaded, requirements, catalogue }: ExtensionResult): Group[] {
  const missing = loaded ? '' : '; not loaded here, so that its own requirements are not judged';
  const apart = `beyond the catalogue, and no part of the statement: ${title} ${version}${missing}`;
  const name = `beyond the catalogue: ${prefix}`;
  const group = { package: `smets2.extension.${prefix}`, apart };
  return [
    { ...group, name, requirements },
    { ...group, name: `${name}, the catalogue in its scenarios`, requirements: catalogue },
  ].filter(({ requirements }) => requirements.length > 0);
}

function addSuite(root: Node, result: RunResult, group: Group, index: number) {
  const { requirements, apart } = group;
  const statement = soundStatement(result);
  const counts = tally(requirements);
  const suite = root.ele('testsuite', {
    id: index,
    name: oneLine(group.name),
    package: oneLine(group.package),
    hostname: 'localhost',
    timestamp: timestamp(result.times.startedAt),
    tests: requirements.length,
    failures: counts.fail,
    errors: counts.error,
    skipped: requirements.length - counts.fail - counts.error - counts.pass,
    time: 0,
  });
  const properties = suite.ele('properties');
  const facts = {
    'statement.verdict': statement.verdict,
    'statement.reason': statement.reason,
    'statement.text': statement.text,
    ...(apart !== undefined && { apart }),
    partial: String(result.partial),
    meter: result.meter.id,
    firmware: result.meter.firmware,
    catalogue: `${result.catalogue.version} ${result.catalogue.hash}`,
    seed: String(result.seed),
    tool: result.tool,
  };
  for (const [name, value] of Object.entries(facts)) properties.ele('property', { name, value: oneLine(value, 2000) });
  // A waiver answers for a requirement in our scenarios, and not for what a maker's own show.
  const waivers = apart === undefined ? result.waivers : [];
  for (const requirement of requirements) {
    const waiver = waivers.find((one) => one.requirement === requirement.id);
    addCase(suite, group, requirement, waiver);
  }
  suite
    .ele('system-out')
    .txt(`${statement.verdict}: ${clip(visible([statement.text, apart].filter(Boolean).join('\n')), 10_000)}`);
  suite.ele('system-err');
}

function addCase(suite: Node, group: Group, requirement: RequirementResult, waiver: WaiverResult | undefined) {
  const { id, area, title, verdict, because } = requirement;
  const classname = oneLine(group.apart === undefined ? `${group.package}.${area}` : group.package);
  const testcase = suite.ele('testcase', { name: oneLine(`${id} ${title}`), classname, time: 0 });
  const message = oneLine(because, 1000);
  if (verdict === 'pass') return;
  if (verdict === 'fail') {
    const waived = waiver ? `${waiverText(waiver)}; ` : '';
    testcase
      .ele('failure', { type: 'fail', message: `${waived}${message}` })
      .txt(`${waived && `${waived}\n`}${findingsText(requirement)}`);
  } else if (verdict === 'error') testcase.ele('error', { type: 'error', message }).txt(clip(visible(because), 10_000));
  else testcase.ele('skipped', { message: `${verdict}: ${message}` });
}

/** A waived fail is a fail all the same: the waiver says who answers for it. */
const waiverText = ({ standing, owner, expires, reason }: WaiverResult) =>
  oneLine(
    standing === 'expired'
      ? `waiver expired on ${expires} (${owner}: ${reason})`
      : `waived until ${expires} by ${owner}, and failed all the same: ${reason}`,
    1200,
  );

const SHOWN = 20;

function findingsText({ statement, clauses, findings, comparisons }: RequirementResult): string {
  const beyond = firstOf(findings, SHOWN, ({ outcome }) => outcome === 'beyond');
  const lines = beyond.map((finding) => {
    const observed = withUnit(observedText(finding), finding.unit);
    const difference = differenceText(finding);
    return (
      `${oneLine(finding.scenario, 200)}: ${oneLine(finding.says)}: expected ${withUnit(expectedText(finding), finding.unit)}, ` +
      `observed ${observed}${difference ? ` (${difference})` : ''}, records ${finding.records.slice(0, SHOWN).join(', ')}`
    );
  });
  if (comparisons.beyond > SHOWN) lines.push(`… and ${comparisons.beyond - SHOWN} more`);
  return visible([clip(statement, 2000), clip(clauses.join('; '), 1000), ...lines].join('\n'));
}

// The common schema takes seconds without a zone; times are UTC throughout.
function timestamp(iso: string): string {
  const ms = Date.parse(iso);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString().slice(0, 19);
}
