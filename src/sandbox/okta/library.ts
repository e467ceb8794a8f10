const { warn } = console;
// On loading it advises another version of Node; VS Code decides which one runs the sandbox.
console.warn = () => {};

/** The parts of oidc-provider that the sandbox uses. */
export const { Provider, errors, interactionPolicy } = await import('oidc-provider').finally(() => {
  console.warn = warn;
});
