import { format } from 'node:util';
import Mocha from 'mocha';
import CountingReporter from '../countingReporter.ts';

/** Begins every line of the report: an extension host's console is full of its own. */
export const reportMark = 'host-test│';

/** Runs test files inside an extension host. @throws when one fails, which gives the host its exit code */
export async function runInHost(load: readonly (() => Promise<unknown>)[]): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(reportMark + format(...args));
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: CountingReporter });
  // What mocha does before it loads a file: `describe` and `it` become global.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  for (const one of load) await one();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
