import { create } from 'xmlbuilder2';
import type { RequirementResult, RunResult } from '../suites/run-result';
import { clip, oneLine, visible } from './escape';
import { firstOf } from './first-of';
import { differenceText, expectedText, observedText, withUnit } from './format';
import { byArea, soundStatement, tally } from './standing';

type Node = ReturnType<typeof create>;

/**
 * JUnit XML: a test suite for each area, a test case for each requirement. fail → failure, error → error, every other
 * verdict but pass → skipped with its reason. As many servers show skipped as green, each suite repeats the statement.
 */
export function renderJunit(result: RunResult): string {
  // Whatever XML 1.0 cannot hold is shown as U+FFFD; text of ours never holds any, as `visible` has gone before.
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' }).ele('testsuites');
  [...byArea(result.requirements)].forEach(([area, requirements], index) => {
    addSuite(root, result, area, requirements, index);
  });
  return `${root.end({ prettyPrint: true })}\n`;
}

function addSuite(root: Node, result: RunResult, area: string, requirements: RequirementResult[], index: number) {
  const statement = soundStatement(result);
  const counts = tally(requirements);
  const suite = root.ele('testsuite', {
    id: index,
    name: oneLine(area),
    package: 'smets2',
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
    partial: String(result.partial),
    meter: result.meter.id,
    firmware: result.meter.firmware,
    catalogue: `${result.catalogue.version} ${result.catalogue.hash}`,
    seed: String(result.seed),
    tool: result.tool,
  };
  for (const [name, value] of Object.entries(facts)) properties.ele('property', { name, value: oneLine(value, 2000) });
  for (const requirement of requirements) addCase(suite, requirement);
  suite.ele('system-out').txt(`${statement.verdict}: ${clip(visible(statement.text), 10_000)}`);
  suite.ele('system-err');
}

function addCase(suite: Node, requirement: RequirementResult) {
  const { id, area, title, verdict, because } = requirement;
  const testcase = suite.ele('testcase', { name: oneLine(`${id} ${title}`), classname: `smets2.${oneLine(area)}`, time: 0 });
  const message = oneLine(because, 1000);
  if (verdict === 'pass') return;
  if (verdict === 'fail') testcase.ele('failure', { type: 'fail', message }).txt(findingsText(requirement));
  else if (verdict === 'error') testcase.ele('error', { type: 'error', message }).txt(clip(visible(because), 10_000));
  else testcase.ele('skipped', { message: `${verdict}: ${message}` });
}

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
