import { runOrThrow } from './processes.ts';
import { inRepository, repository } from './repository.ts';

/** Builds for production and packages the extension. Needs no network. */
export async function packageExtension(): Promise<string> {
  await runOrThrow('npm', ['run', '--silent', 'package'], { cwd: repository });
  return inRepository('redshift-identity-notebooks.vsix');
}
