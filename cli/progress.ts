import { SingleBar } from 'cli-progress';
import type { Progress } from '../suites/conduct/conduct-run';
import type { Output } from './output';

/** A bar in a terminal; one plain line a scenario where the output is kept, as on a build server. `done` leaves a clean line. */
export function progressOn(output: Output): { progress: Progress; done(): void } {
  return output.interactive ? bar() : { progress: lines(output), done: () => undefined };
}

function bar(): ReturnType<typeof progressOn> {
  const format = ' {bar} {value}/{total}  {eta_formatted} left  {scenario}';
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, barsize: 30, stopOnComplete: false });
  let begun = false;
  return {
    progress: {
      started: ({ name }, number, of) => {
        if (!begun) bar.start(of, 0, { scenario: name });
        begun = true;
        bar.update(number - 1, { scenario: name });
      },
      ended: () => bar.increment(),
    },
    done: () => bar.stop(),
  };
}

/** One plain line a scenario: for output that is kept, or shared with questions. */
export function lines(output: Output): Progress {
  let place = '';
  return {
    started: (_, number, of) => {
      place = `${String(number).padStart(String(of).length)}/${of}`;
    },
    ended: ({ name }, outcome, records) => output.line(`${place}  ${name.padEnd(32)} ${outcome}, ${records} records`),
  };
}

/** What ended scenarios early, each trouble once; `meterFile` is that of a meter on a wire, which \`doctor\` can look at. */
export function failedScenarios(meterFile?: string): { progress: Progress; says(): string[] } {
  const count = new Map<string, number>();
  let last = '';
  return {
    progress: {
      started: () => {
        last = '';
      },
      recorded: (record) => {
        if (record.kind === 'trouble') last = record.text;
      },
      ended: (_, outcome) => {
        if (outcome === 'failed' && last !== '') count.set(last, (count.get(last) ?? 0) + 1);
      },
    },
    says: () => [
      ...[...count].map(([text, times]) => `ended ${times} scenario${times === 1 ? '' : 's'} early: ${text}`),
      ...(count.size > 0 && meterFile !== undefined ? [`"doctor ${meterFile}" looks at the way to the meter step by step.`] : []),
    ],
  };
}

/** What several listen to at once. */
export function both(first: Progress, second: Progress): Progress {
  return {
    started: (...given) => {
      first.started?.(...given);
      second.started?.(...given);
    },
    recorded: (...given) => {
      first.recorded?.(...given);
      second.recorded?.(...given);
    },
    ended: (...given) => {
      first.ended?.(...given);
      second.ended?.(...given);
    },
  };
}
