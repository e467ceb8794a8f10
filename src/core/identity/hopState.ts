import type { HopError } from '../errors.ts';
import type { HopName } from './hopName.ts';

/** What an identity view shows of one hop. Never a token or a secret key. */
export interface HopState {
  readonly hop: HopName;
  readonly state: 'idle' | 'running' | 'ready' | 'expired' | 'failed';
  /** When the hop began (running), last succeeded (ready, expired) or failed. */
  readonly since?: Date;
  readonly expires?: Date;
  readonly details: readonly HopDetail[];
  readonly error?: HopError;
}

export interface HopDetail {
  readonly label: string;
  readonly value: string;
}
