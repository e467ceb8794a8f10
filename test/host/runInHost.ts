import Mocha from 'mocha';
import CountingReporter from '../countingReporter.ts';

/** Runs test files inside an extension host. @throws when one fails, which gives the host its exit code */
export async function runInHost(load: readonly (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: CountingReporter, color: true });
  // What mocha does before it loads a file: `describe` and `it` become global.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  for (const one of load) await one();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
