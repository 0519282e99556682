import { randomUUID } from 'node:crypto';
import type { FindingList, RunResult } from '../suites/run-result';
import { soundStatement } from './standing';

const FIRST = [
  'schema',
  'tool',
  'id',
  'name',
  'requirement',
  'title',
  'statement',
  'verdict',
  'reason',
  'partial',
  'selection',
  'seed',
  'times',
  'meter',
  'choices',
  'catalogue',
  'requirements',
  'scenarios',
  'generated',
  'failures',
  'totals',
  'notes',
];
const rank = new Map(FIRST.map((key, index) => [key, index]));

/**
 * `report.json` in parts: two spaces, newline at the end, keys in one order whatever order they were made in. Findings are written one by
 * one, so that however many there are no more than one is held.
 */
export function* jsonParts(result: RunResult): Iterable<string> {
  const judged = [
    ...result.requirements,
    ...(result.extensions ?? []).flatMap((each) => [...each.requirements, ...each.catalogue]),
  ];
  const places = new Map<unknown, string>(judged.map(({ findings }) => [findings, `"${randomUUID()}"`]));
  const frame = JSON.stringify(
    { ...result, statement: soundStatement(result) },
    function (this: { [key: string]: unknown }, key, value) {
      return places.get(this[key])?.slice(1, -1) ?? ordered(key, value);
    },
    2,
  );
  let done = 0;
  for (const { findings, at, octets } of placed(places, frame)) {
    const [indent] = /^ */.exec(frame.slice(frame.lastIndexOf('\n', at) + 1, at))!;
    yield frame.slice(done, at);
    yield* listParts(findings, `\n${indent}`);
    done = at + octets;
  }
  yield `${frame.slice(done)}\n`;
}

const placed = (places: Map<unknown, string>, frame: string) =>
  [...places]
    .map(([findings, place]) => ({ findings: findings as FindingList, at: frame.indexOf(place), octets: place.length }))
    .sort((left, right) => left.at - right.at);

function* listParts(list: FindingList, newLine: string): Iterable<string> {
  if (list.length === 0) return yield '[]';
  let before = '[';
  for (const finding of list) {
    yield `${before}${newLine}  ${JSON.stringify(finding, ordered, 2).replaceAll('\n', `${newLine}  `)}`;
    before = ',';
  }
  yield `${newLine}]`;
}

/** `report.json` as one text. */
export const renderJson = (result: RunResult): string => [...jsonParts(result)].join('');

function ordered(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => compareKeys(left, right)));
}

function compareKeys(left: string, right: string): number {
  const [first, second] = [rank.get(left) ?? FIRST.length, rank.get(right) ?? FIRST.length];
  if (first !== second) return first - second;
  return left < right ? -1 : Number(left > right);
}
