/** MIME type of a line that a cell says beside its results. */
export const noticeMimeType = 'application/vnd.redshiftidentity.notice+json';

/** One or more lines of plain text: interrupted, a session replaced, what was not run. */
export interface NoticePayload {
  version: 1;
  text: string;
}
