/** Rows that one request may ask for. */
export const mostRowsAsked = 1_000;

/** What a renderer asks the extension host for: rows of a result that an output shows. */
export interface RowsRequest {
  kind: 'rows';
  /** Of this request; the answer has it too. */
  requestId: number;
  resultId: string;
  /** From 0. */
  from: number;
  /** Without this one; `mostRowsAsked` behind `from` at most. */
  to: number;
}

export type RowsAnswer =
  | { kind: 'rows'; requestId: number; rows: (string | null)[][] }
  /** `message` is for the person. */
  | { kind: 'refused'; requestId: number; message: string };
