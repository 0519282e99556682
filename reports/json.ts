import type { RunResult } from '../suites/run-result';
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

/** `report.json`: two spaces, newline at the end, keys in one order whatever order they were made in. */
export function renderJson(result: RunResult): string {
  return `${JSON.stringify({ ...result, statement: soundStatement(result) }, ordered, 2)}\n`;
}

function ordered(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => compareKeys(left, right)));
}

function compareKeys(left: string, right: string): number {
  const [first, second] = [rank.get(left) ?? FIRST.length, rank.get(right) ?? FIRST.length];
  if (first !== second) return first - second;
  return left < right ? -1 : Number(left > right);
}
