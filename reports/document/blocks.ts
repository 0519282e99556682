/** What a report says, in blocks that both HTML and PDF can show: nothing here is markup, and nothing knows a page or a screen. */
import type { Verdict } from '../../suites/verdict-types';

/** Text in runs, shown one after the other; what is false or undefined is left out. */
export type Text = string | Run | false | undefined | readonly Text[];

export type Run =
  /** a name, an id, octets: in a fixed pitch */
  | { code: string }
  | { strong: Text }
  | { quiet: Text }
  /** on a line of its own below what stands before, quieter */
  | { below: Text }
  /** sign and word of a verdict as a badge */
  | { verdict: Verdict }
  /** words in the tone of a verdict, e.g. `✕ 2 fail` */
  | { tone: Verdict; says: string }
  /** a link to an anchor of this document */
  | { to: string; says: Text }
  /** only a laboratory can fill it in; says what */
  | { blank: string }
  /** a short word set apart: something differs, or was not reached */
  | { label: string; tone: Verdict | 'plain' };

export interface Column {
  title: string;
  numeric?: true;
  /** Share of the width, 1 where left out; on paper only, a screen finds its own. */
  width?: number;
}

export interface Group {
  /** A row of its own above the others. */
  title?: Text;
  rows: Text[][];
}

export interface Table {
  block: 'table';
  caption: string;
  columns: Column[];
  groups: Group[];
  /** A last row of sums. */
  foot?: Text[];
  /** Amounts below each other: as narrow as they are. */
  narrow?: true;
}

export interface Article {
  block: 'article';
  id: string;
  kind: 'failure' | 'requirement';
  title: Text;
  verdict: Verdict;
  blocks: Block[];
}

export type Block =
  | { block: 'heading'; text: Text }
  | { block: 'text'; text: Text; kind?: 'lead' | 'must' | 'more' | 'quiet' }
  | { block: 'list'; items: Text[]; numbered?: true }
  | { block: 'facts'; facts: [term: string, description: Text][] }
  | Table
  /** `command`: to be copied whole, so that it wraps instead of being cut. */
  | { block: 'code'; text: string; label: string; command?: true }
  /** A drawing made once, as SVG. */
  | { block: 'figure'; svg: string; label: string; kind: 'chart' | 'bar'; below: Block[] }
  | { block: 'columns'; columns: Block[][] }
  | Article;

export interface Section {
  id: string;
  title: string;
  blocks: Block[];
  /** On paper it begins a page. */
  newPage?: true;
  /** Page one: not in the contents. */
  front?: true;
}

/** The first thing that is read. */
export interface Front {
  verdict: 'conformant' | 'non-conformant' | 'incomplete';
  partial: boolean;
  text: string;
  points: Text[];
  coverage: Extract<Block, { block: 'figure' }>;
  scope: string;
}

export interface ReportDocument {
  title: string;
  /** Who was tested, and when: on top of every page. */
  about: string;
  when: string;
  /** What identifies this report on each of its pages. */
  identification: string;
  /** ISO time of the run's end, for the dates within a file. */
  at: string;
  front: Front;
  sections: Section[];
  foot: string;
}

/** The first `limit` items as text, and how many more there are. */
export function limited<T>(items: readonly T[], limit: number, render: (item: T) => Text, between = ', '): Text {
  const rest = items.length - limit;
  const parts = items.slice(0, limit).map((item, index) => [index > 0 && between, render(item)]);
  return [parts, rest > 0 && [' ', { quiet: `… and ${rest} more` }]];
}

export const nothing = (sentence: string): Block => ({ block: 'text', kind: 'quiet', text: sentence });
export const more = (sentence: string): Block => ({ block: 'text', kind: 'more', text: sentence });

/** Facts that there are; a term whose description is empty is left out. */
export const facts = (entries: [string, Text][]): Block => ({
  block: 'facts',
  facts: entries.filter(([, description]) => description !== undefined && description !== false && description !== ''),
});
