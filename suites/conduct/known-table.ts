import { EMPTY_TABLE, type SwitchingTable } from '../../declaration/switching-table';
import type { Ms, ObjectName, Stimulus, Value } from '../../trace/vocabulary';

/**
 * What the conductor knows of the table that rules the secondary export, from what was read and written, so that a script
 * can wait for "the next rate switch". Only for anchors: judging works it out from the trace.
 */
export class KnownTable {
  activationMs: Ms | undefined;
  private activeTable: SwitchingTable | undefined;
  private passive: SwitchingTable = EMPTY_TABLE;
  private readonly stem: string;

  /** `active` is the name of the active table's object. */
  constructor(private readonly active: ObjectName) {
    this.stem = active.slice(0, -'active'.length);
  }

  /** The table in force at that meter time. */
  at(meterMs: Ms): SwitchingTable | undefined {
    if (this.activationMs !== undefined && this.activationMs <= meterMs) this.activate();
    return this.activeTable;
  }

  /** Takes note of a read or write that was answered at that meter time. */
  note(stimulus: Stimulus, value: Value | undefined, meterMs: Ms) {
    this.at(meterMs);
    if (stimulus.do === 'read' && stimulus.object === this.active && value) this.activeTable = value as unknown as SwitchingTable;
    if (stimulus.do === 'read' && stimulus.object === `${this.stem}passive` && value)
      this.passive = value as unknown as SwitchingTable;
    if (stimulus.do !== 'write') return;
    if (stimulus.object === `${this.stem}passive`) this.passive = stimulus.value as unknown as SwitchingTable;
    if (stimulus.object !== `${this.stem}activation`) return;
    if (stimulus.value === 'immediate') this.activate();
    else this.activationMs = typeof stimulus.value === 'number' ? stimulus.value : undefined;
  }

  private activate() {
    this.activeTable = this.passive;
    this.activationMs = undefined;
  }
}
