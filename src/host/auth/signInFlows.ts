import type { SignInFlow, SignInTarget } from './signInFlow.ts';
import { loopbackFlow } from './loopbackFlow.ts';

/** Every way to sign in, best first. Another way is another row. */
export const signInFlows: readonly SignInFlow[] = [loopbackFlow];

/** The flows that can work where VS Code runs, best first. */
export function flowsFor(
  target: SignInTarget,
  flows: readonly SignInFlow[] = signInFlows,
): readonly SignInFlow[] {
  return flows.filter((flow) => flow.supports(target));
}
