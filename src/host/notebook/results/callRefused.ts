import { RedshiftIdentityError } from '../../../core/errors.ts';

/** A call that is refused for a reason on which the renderer acts. */
export class CallRefused extends RedshiftIdentityError {
  override readonly name = 'CallRefused';
  override readonly code: 'viewGone' | 'resultGone';

  constructor(code: 'viewGone' | 'resultGone', message: string, remedy?: string) {
    super(message, { code, remedy });
    this.code = code;
  }
}

export function viewGone(): CallRefused {
  return new CallRefused('viewGone', 'This order of the rows is no longer there.', 'Sort or filter again.');
}

export function resultGone(): CallRefused {
  return new CallRefused('resultGone', 'This result is no longer there.', 'Run the cell again.');
}
