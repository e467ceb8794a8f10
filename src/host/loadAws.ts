/** The AWS SDK and all that needs it: loaded at the first call, never at activation. */
export function loadAws(): Promise<typeof import('./aws.ts')> {
  return import('./aws.ts');
}
