// Measures the one subject that its argument names, and sends what it found to the program that started it.
import type { Measurement } from './measurement.ts';
import type { Subject } from './run.ts';

const subjects: Readonly<Record<Subject, () => Promise<readonly Measurement[]>>> = {
  waiting: async () => (await import('./measureWaiting.ts')).measureWaiting(),
  results: async () => (await import('./measureResults.ts')).measureResults(),
  views: async () => (await import('./measureViews.ts')).measureViews(),
  windows: async () => (await import('./measureWindows.ts')).measureWindows(),
  grid: async () => (await import('./measureGrid.ts')).measureGrid(),
  export: async () => (await import('./measureExport.ts')).measureExport(),
  sandbox: async () => (await import('./measureSandbox.ts')).measureSandbox(),
  signIn: async () => (await import('./measureSignIn.ts')).measureSignIn(),
  activation: async () => (await import('./measureActivation.ts')).measureActivation(),
  catalogue: async () => (await import('./measureCatalogue.ts')).measureCatalogue(),
  largeNotebook: async () => (await import('./measureLargeNotebook.ts')).measureLargeNotebook(),
};

const measurements = await subjects[process.argv[2] as Subject]();
process.send?.(measurements, () => process.disconnect());
