import type { RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { isoInstant } from '../format';
import { soundStatement } from '../standing';
import type { ReportDocument, Section } from './blocks';
import { choicesSection, termsSection } from './choices';
import { countsSection } from './counts';
import { deviationsSection } from './deviations';
import { extensionsSection } from './extensions';
import { failuresSection } from './failures';
import { frontOf } from './front';
import { identitySection, laboratorySection } from './identity';
import { iso17025Section } from './iso-17025';
import { matrixSection } from './matrix';
import { notAssessedSection } from './not-assessed';
import { readingSection } from './reading';
import { requirementsSection } from './requirements';
import { generatedSection, scenariosSection } from './scenarios';
import { totalsSection } from './totals';

/** The whole report, once, for every format that people read. The same run gives the same document. */
export function documentOf(result: RunResult): ReportDocument {
  const { meter, times, run, tool } = result;
  const { verdict } = soundStatement(result);
  const sections: (Section | undefined)[] = [
    identitySection(result),
    laboratorySection(result),
    termsSection(result),
    countsSection(result),
    totalsSection(result),
    failuresSection(result),
    notAssessedSection(result),
    deviationsSection(result),
    matrixSection(result),
    requirementsSection(result),
    scenariosSection(result),
    generatedSection(result),
    extensionsSection(result),
    choicesSection(result),
    iso17025Section(result),
    readingSection(),
  ];
  const partial = result.partial ? ', partial run' : '';
  return {
    title: `${verdict}${partial}: ${clip(`${meter.manufacturer} ${meter.model} ${meter.firmware}`, 120)}, conformance report`,
    about: clip(`${meter.manufacturer} ${meter.model}`, 120),
    when: isoInstant(times.startedAt),
    identification: (run.manifest ?? run.plan).slice(0, 16),
    at: times.finishedAt || times.startedAt,
    front: frontOf(result),
    sections: sections.filter((section) => section !== undefined),
    foot: `${clip(tool, 120)}. Everything shown here is in report.json, traces and scenarios beside it.`,
  };
}
