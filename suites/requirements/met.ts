import { exportTable } from '../../declaration/objects';
import { clockAsFound } from './clock';
import { dueHalfHours, exportChannel } from './half-hour-rows';
import { readBacks } from './mpan';
import { alignedSpans, distinctHalfHours } from './profile';
import { isRead, readings } from './readings';
import type { Evidence, Need } from './requirement';
import { spans } from './spans';

/** Whether a trace holds what a need asks for: one answer for the planner, the coverage page and the law that binds judges. */
export function met(need: Need, evidence: Evidence): boolean {
  if ('between' in need) return spans(evidence, need).length > 0;
  if ('rowsBetween' in need) return alignedSpans(evidence).length > 0;
  if ('rows' in need)
    return (need.distinct ? distinctHalfHours(evidence) : dueHalfHours(evidence, exportChannel(evidence))).length > 0;
  if ('asked' in need) return evidence.trace.observations(need.asked).some((record) => isRead(evidence, record));
  if ('answered' in need)
    return evidence.trace.observations(need.answered).some((record) => 'value' in record.answer && isRead(evidence, record));
  if ('readBack' in need) return readBacks(evidence).length > 0;
  if ('known' in need) return readings(evidence, exportTable(evidence.meter.choices)).length > 0;
  return clockAsFound(evidence).length > 0;
}
