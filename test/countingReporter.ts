import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Environment variable with the file that a run's counts are written to. */
export const countsVariable = 'REDSHIFT_IDENTITY_TEST_COUNTS';

/** Mocha's own report for people, and the counts for the program that started it. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const counts: Counts = { passed: passes, failed: failures, skipped: pending };
      const file = process.env[countsVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}
