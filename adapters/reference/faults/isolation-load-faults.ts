import type { Element, Ms, Way } from '../../../trace/vocabulary';
import { ActivePower } from '../active-power';
import type { Fitting } from '../behaviour';
import type { EnergySource } from '../energy-source';
import type { Fault } from '../fault';
import { LoadLimit } from '../load-limit';
import { MaxDemand } from '../max-demand';
import type { MeasuredPower } from '../measuring-element';
import { demandSources, type PartMakers, snapshotsArguments } from '../parts';
import { SnapshotLogs, type SnapshotValues } from '../snapshot-logs';
import { DisturbedRegister, secondaryExportRegister } from './counting';

type Measured = Readonly<Record<Element, MeasuredPower>>;

class NetDemand extends MaxDemand {
  override add(source: EnergySource, energyUj: number) {
    super.add(source, energyUj);
    if (source === 'secondary.export') this.energyUj -= energyUj;
  }
}

/** Export once told keeps the demand of its half hour from being taken. */
class DemandOnlyWithoutExport extends MaxDemand {
  private exported = false;

  override add(source: EnergySource, energyUj: number) {
    super.add(source, energyUj);
    if (source === 'secondary.export') this.exported = true;
  }

  override halfHourEnded(endMs: Ms) {
    if (this.exported) this.energyUj = 0;
    this.exported = false;
    super.halfHourEnded(endMs);
  }
}

function maxDemand(parts: PartMakers, way: Way, make: (sources: EnergySource[]) => MaxDemand): PartMakers {
  return {
    ...parts,
    maxDemand: (fitting, one) => (one === way ? make(demandSources(fitting, way)) : parts.maxDemand(fitting, one)),
  };
}

/** Active power import with so much of secondary export added, or taken off. */
class MixedPower extends ActivePower {
  constructor(
    private readonly sign: 1 | -1,
    private readonly of: 'total' | 'primary',
  ) {
    super();
  }

  override importW(measured: Measured, elements: readonly Element[]): number {
    const importW = super.importW(measured, elements);
    const mixed = (elements.length === 1) === (this.of === 'primary');
    return mixed ? Math.max(0, importW + this.sign * Math.floor(measured.secondary.exportMw / 1000)) : importW;
  }
}

class MixedLoadLimit extends LoadLimit {
  constructor(
    { declaration }: Fitting,
    private readonly sign: 1 | -1,
  ) {
    super(declaration.nominalVoltageV * declaration.elements.primary.imaxA);
  }

  protected override loadMw(measured: Measured): number {
    return super.loadMw(measured) + this.sign * measured.secondary.exportMw;
  }
}

class MixedConsumption extends SnapshotLogs {
  constructor(
    fitting: Fitting,
    private readonly sign: 1 | -1,
  ) {
    super(...snapshotsArguments(fitting));
  }

  protected override importOf(values: SnapshotValues): number {
    return super.importOf(values) + this.sign * (values.secondaryExport?.wh ?? 0);
  }
}

const area = 'isolation';

/** Faults by which secondary export moves demand, power, load limit or consumption, or a limit or reset moves secondary export. */
export const ISOLATION_LOAD_FAULTS: Fault[] = [
  {
    name: 'demand-of-import-takes-export',
    breaks: 'isolation.max-demand-import',
    area,
    says: 'The maximum demand of import takes secondary export as well: it takes magnitudes.',
    shownBy: ['max-demand'],
    replace: (parts) => maxDemand(parts, 'import', (sources) => new MaxDemand([...sources, 'secondary.export'])),
  },
  {
    name: 'demand-of-import-net',
    breaks: 'isolation.max-demand-import',
    area,
    says: 'Secondary export is taken off the demand of import.',
    shownBy: ['max-demand'],
    replace: (parts) => maxDemand(parts, 'import', (sources) => new NetDemand(sources)),
  },
  {
    name: 'demand-of-import-only-without-export',
    breaks: 'isolation.max-demand-import',
    area,
    says: 'A half hour with any secondary export is left out of the maximum demand of import.',
    shownBy: ['max-demand'],
    replace: (parts) => maxDemand(parts, 'import', (sources) => new DemandOnlyWithoutExport(sources)),
  },
  {
    name: 'demand-of-export-takes-secondary',
    breaks: 'isolation.max-demand-export',
    area,
    says: 'The maximum demand of export takes secondary export, and none is declared.',
    shownBy: ['max-demand'],
    replace: (parts) => maxDemand(parts, 'export', (sources) => new MaxDemand([...sources, 'secondary.export'])),
  },
  {
    name: 'demand-of-export-without-secondary',
    breaks: 'isolation.max-demand-export',
    area,
    says: 'The maximum demand of export takes the primary element alone, though both are declared.',
    shownBy: ['max-demand'],
    under: { choices: { secondaryExportMaxDemand: 'counted' } },
    replace: (parts) => maxDemand(parts, 'export', () => new MaxDemand(['primary.export'])),
  },
  {
    name: 'power-import-net',
    breaks: 'isolation.active-power-total',
    area,
    says: 'Active power import of both elements has secondary export taken off.',
    shownBy: ['load-limit'],
    replace: (parts) => ({ ...parts, power: () => new MixedPower(-1, 'total') }),
  },
  {
    name: 'power-import-magnitude',
    breaks: 'isolation.active-power-total',
    area,
    says: 'Active power import of both elements adds secondary export: magnitudes are summed.',
    shownBy: ['load-limit'],
    replace: (parts) => ({ ...parts, power: () => new MixedPower(1, 'total') }),
  },
  {
    name: 'primary-power-net',
    breaks: 'isolation.active-power-primary',
    area,
    says: 'Active power import of the primary element has secondary export taken off.',
    shownBy: ['load-limit'],
    replace: (parts) => ({ ...parts, power: () => new MixedPower(-1, 'primary') }),
  },
  {
    name: 'load-limit-tripped-by-export',
    breaks: 'isolation.load-limit',
    area,
    says: 'Secondary export counts as load against the load limit.',
    shownBy: ['load-limit'],
    replace: (parts) => ({ ...parts, loadLimit: (fitting) => new MixedLoadLimit(fitting, 1) }),
  },
  {
    name: 'load-limit-delayed-by-export',
    breaks: 'isolation.load-limit',
    area,
    says: 'Secondary export is taken off the load, so that the load limit does not trip.',
    shownBy: ['load-limit'],
    replace: (parts) => ({ ...parts, loadLimit: (fitting) => new MixedLoadLimit(fitting, -1) }),
  },
  {
    name: 'consumption-net',
    breaks: 'isolation.daily-consumption',
    area,
    says: 'Secondary export is taken off daily consumption.',
    shownBy: ['max-demand'],
    replace: (parts) => ({ ...parts, snapshots: (fitting) => new MixedConsumption(fitting, -1) }),
  },
  {
    name: 'consumption-takes-export',
    breaks: 'isolation.daily-consumption',
    area,
    says: 'Daily consumption takes secondary export as well.',
    shownBy: ['max-demand'],
    replace: (parts) => ({ ...parts, snapshots: (fitting) => new MixedConsumption(fitting, 1) }),
  },
  {
    name: 'cleared-by-load-limit',
    breaks: 'isolation.over-load-limit',
    area,
    says: 'Exceeding the load limit clears the secondary export register.',
    shownBy: ['load-limit'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'loadLimitExceeded')),
  },
  {
    name: 'cleared-by-demand-reset',
    breaks: 'isolation.over-demand-reset',
    area,
    says: 'Resetting a maximum demand clears the secondary export register.',
    shownBy: ['max-demand'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'maxDemandReset')),
  },
];
