import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstBroken } from './broken-record';
import { TraceFile } from './sink';

const PLAN = 'f'.repeat(64);
let folder: string;
let path: string;
let head: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chain-'));
  path = join(folder, 'trace.ndjson');
  const file = new TraceFile(path, PLAN);
  for (const text of ['first', 'second', 'third', 'fourth']) file.write(0, { kind: 'trouble', whose: 'tool', code: 'x', text });
  head = file.head.head;
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rewritten = (change: (text: string) => string) => writeFileSync(path, change(readFileSync(path, 'utf8')));
const broken = () => firstBroken(path, PLAN, head)?.record;

it('finds nothing in a whole chain', () => expect(broken()).toBeUndefined());

it.each([
  ['a word of record 2', 'second', 'secund', 2],
  ['a word of the last record', 'fourth', 'fifth', 4],
  ['a word of the first record', '"first"', '"fir"', 1],
  ['what record 1 says of the plan', PLAN, 'e'.repeat(64), 1],
  ['the JSON of record 3', '"third"', '"third', 3],
  ['the end of record 2', 'second"}\n', 'second"} ', 2],
])('names the record where somebody changed %s', (_, from, to, record) => {
  rewritten((text) => text.replace(from, to));
  expect(broken()).toBe(record);
});

it('names the record whose own link was changed, not the one before', () => {
  rewritten((text) => {
    const lines = text.split('\n');
    lines[2] = lines[2]!.replace(/"prev":"./, '"prev":"x');
    return lines.join('\n');
  });
  expect(broken()).toBe(3);
});

it('says where the record stands', () => {
  const before = readFileSync(path, 'utf8');
  rewritten((text) => text.replace('second', 'secund'));
  const { from, to } = firstBroken(path, PLAN, head)!;
  expect(before.slice(from, to)).toMatch(/^\{"seq":2,.*\n$/);
});
