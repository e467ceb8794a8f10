import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of each failure its name and what it says, told once more at the end of a long run. */
  failures: string[];
}

/** Environment variable with the file that a run's counts are written to. */
export const countsVariable = 'REDSHIFT_IDENTITY_TEST_COUNTS';

/** Mocha's own report for people, and the counts for the program that started it. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on('fail', (test, error: unknown) => {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push(`${test.fullTitle()}\n${said}`);
    });
    runner.once('end', () => {
      const { passes, pending, failures: failed } = this.stats;
      const counts: Counts = { passed: passes, failed, skipped: pending, failures };
      const file = process.env[countsVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}
