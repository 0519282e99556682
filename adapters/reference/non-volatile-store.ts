import type { Choices } from '../../declaration/choices';
import type { Ms, ObjectName, Way } from '../../trace/vocabulary';
import type { EnergyRegister } from './energy-register';
import type { RateRegisters } from './rate-registers';
import type { StampedLog } from './stamped-log';
import type { SwitchingTables } from './switching-tables';

/** What holds energy below one Wh in working memory. */
export interface ResidueHolder {
  loseResidue(): void;
}

/** The registers and rates of every direction, by object name, and whatever holds a residue. */
export interface Countings {
  registers: ReadonlyMap<string, EnergyRegister>;
  rates: ReadonlyMap<string, RateRegisters>;
  residues: readonly ResidueHolder[];
}

/** All that has to outlive a loss of supply, but the MPANs, which are written where they stay. */
export interface DataStore extends Countings {
  logs: ReadonlyMap<ObjectName, StampedLog>;
  tables: Readonly<Record<Way, SwitchingTables>>;
}

/**
 * Keeps the data store over a loss of supply. Registers are written at the instant of loss and restored on return; logs and tables are
 * written where they stay whenever they change. Residues below one Wh are kept or lost as declared. Times are meter time.
 */
export class NonVolatileStore {
  protected image: { registers: Map<string, number>; rates: Map<string, number[]> } | undefined;

  constructor(private readonly residualAcrossOutage: Choices['residualAcrossOutage']) {}

  supplyLost({ registers, rates }: DataStore, _atMs: Ms) {
    this.image = {
      registers: new Map([...registers].map(([name, register]) => [name, register.wh])),
      rates: new Map([...rates].map(([name, bank]) => [name, bank.wh])),
    };
  }

  supplyReturned({ registers, rates, residues }: DataStore, _atMs: Ms) {
    for (const [name, wh] of this.image?.registers ?? []) registers.get(name)?.preset(wh);
    for (const [name, wh] of this.image?.rates ?? []) rates.get(name)?.restore(wh);
    if (this.residualAcrossOutage === 'lost') for (const holder of residues) holder.loseResidue();
  }

  /** Called when a half hour has been closed with supply; the standard store needs no copy then. */
  halfHourEnded(_store: DataStore, _endMs: Ms) {}
}
