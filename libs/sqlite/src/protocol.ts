import type { ErrorRecord } from './error-record.js';

export interface WriterThreadData {
  readonly path: string;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly logPages?: number;
  /** Name and href of each built writer module. */
  readonly modules: readonly (readonly [name: string, href: string])[];
}

export interface WriteRequest {
  readonly id: number;
  readonly module: string;
  readonly request: unknown;
}

export type ToWriter = { readonly kind: 'writes'; readonly writes: readonly WriteRequest[] } | { readonly kind: 'close' };

export type WriteAnswer =
  { readonly id: number; readonly ok: true; readonly value: unknown } | { readonly id: number; readonly ok: false; readonly error: ErrorRecord };

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  /** `modules` had at least one request that was not refused. */
  | { readonly kind: 'answers'; readonly answers: readonly WriteAnswer[]; readonly modules: readonly string[]; readonly failure?: ErrorRecord }
  /** After an answer with a failure: a commit has succeeded again. */
  | { readonly kind: 'recovered' };
