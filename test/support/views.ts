/** What the HTTP interface shows, as far as tests look at it. */
export interface FaultView {
  readonly code: number;
  readonly type: string;
  readonly message: string;
  readonly component: string;
  readonly innerException?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface AttemptView {
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly code?: number;
}

export interface CommandView {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
  readonly operation: string;
  readonly status: string;
  readonly result: 'OK' | 'NOT OK' | null;
  readonly fault: FaultView | null;
  readonly acceptedAt: string;
  readonly completedAt: string | null;
  readonly attempts: readonly AttemptView[];
  readonly response: unknown;
  readonly responseState: string | null;
  readonly position: string;
}

export interface HistoryItem {
  readonly eventId: string;
  readonly commandId: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly correlationUid: string;
  readonly causationId: string | null;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
  readonly prevHash: string;
}

export interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: number | string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}
