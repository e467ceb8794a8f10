/** One output as the notebook hands it over. The part of VS Code's notebook renderer API that is used here. */
export interface OutputItem {
  /** Stays the same while the output is drawn anew. */
  readonly id: string;
  readonly mime: string;
  /** @throws SyntaxError where the output is not JSON */
  json(): unknown;
}

export interface RendererApi {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  /** Without an ID all outputs are gone. */
  disposeOutputItem(id?: string): void;
}

/** The export `activate` that VS Code looks for in a renderer's module. */
export type ActivationFunction = (context: unknown) => RendererApi;
