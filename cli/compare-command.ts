import { writeFileSync } from 'node:fs';
import { compare } from '../regression/compare';
import { gridOf } from '../regression/grid';
import { comparisonHtml } from '../regression/html';
import { comparisonLines, gridLines } from '../regression/text';
import { visible } from '../reports/escape';
import { EXIT } from '../suites/verdict';
import type { Output } from './output';
import { DigestReader } from './read-digest';

export interface CompareOptions {
  html?: string;
}

/** `compare`: sets runs beside a base, a run directory or a baseline each; returns the exit code. */
export function compareCommand(basePath: string, paths: readonly string[], { html }: CompareOptions, output: Output): number {
  const reader = new DigestReader();
  const base = reader.read(basePath);
  const builds = paths.map((path) => reader.read(path));
  const grid = gridOf(base, builds);
  const lines = builds.length === 1 ? comparisonLines(compare(base, builds[0]!)) : gridLines(grid);
  // Identities and texts come from files and meters.
  for (const line of lines) output.line(visible(line));
  if (html !== undefined) {
    writeFileSync(html, comparisonHtml(grid));
    output.line(html);
  }
  return grid.regression ? EXIT.nonConformant : EXIT.conformant;
}
