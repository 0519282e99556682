import { type PartMakers, ratesArguments, tariffArguments } from '../parts';
import type { RateRegisters } from '../rate-registers';
import type { SwitchingCalendar } from '../switching-calendar';
import { SwitchingTables } from '../switching-tables';
import type { Tariff } from '../tariff';

/** Replaces the rates of secondary export alone. */
export function secondaryExportRates(
  parts: PartMakers,
  make: (...args: ConstructorParameters<typeof RateRegisters>) => RateRegisters,
): PartMakers {
  return {
    ...parts,
    rates: (fitting, name) =>
      name === 'secondary.export.rates' ? make(...ratesArguments(fitting, name)) : parts.rates(fitting, name),
  };
}

/** Replaces what says which export rate counts, by the declared table or by secondary import's. */
export function exportTariff(
  parts: PartMakers,
  make: (...args: ConstructorParameters<typeof Tariff>) => Tariff,
  table: 'declared' | 'import' = 'declared',
): PartMakers {
  return {
    ...parts,
    tariff: (fitting, way, tables) => {
      if (way !== 'export') return parts.tariff(fitting, way, tables);
      return make(
        ...(table === 'import'
          ? ([tables.import, fitting.choices.touWhileClockInvalid] as const)
          : tariffArguments(fitting, way, tables)),
      );
    },
  };
}

type MakesTables = new (...args: ConstructorParameters<typeof SwitchingTables>) => SwitchingTables;

/** Replaces the switching tables of secondary export alone. */
export function exportTables(parts: PartMakers, Tables: MakesTables): PartMakers {
  return {
    ...parts,
    tables: (fitting, way) =>
      way === 'export' ? new Tables(`secondary.${way}.table`, fitting.choices) : parts.tables(fitting, way),
  };
}

type MakesCalendar = new (...args: ConstructorParameters<typeof SwitchingCalendar>) => SwitchingCalendar;

/** Tables that are kept as they should be and read by another calendar. */
export function readBy(Calendar: MakesCalendar): MakesTables {
  return class extends SwitchingTables {
    protected override calendarOf(table: ConstructorParameters<MakesCalendar>[0]) {
      return new Calendar(table, this.choices);
    }
  };
}
