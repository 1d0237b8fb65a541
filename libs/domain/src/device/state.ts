import type { CommandOptions, DeviceLifecycleStatus, DeviceModel, DeviceSettings, SecretType } from '#contract';
import type { DeviceEventData } from './events/index.js';

export type ResponseRef = NonNullable<DeviceEventData<'CommandSucceeded'>['responseRef']>;

/** Statuses in which the next attempt starts as soon as it is due. */
export type WaitingStatus = DeviceEventData<'CommandReleased'>['status'];

/** A command that has not ended. Instants are epoch ms. */
export interface OpenCommand {
  readonly correlationUid: string;
  readonly operation: string;
  readonly data: unknown;
  readonly options: CommandOptions;
  readonly requestHash: string;
  readonly actor: string;
  readonly acceptedAt: number;
  readonly expiresAt: number;
  /** Of a held command: when it would be due. */
  readonly dueAt: number;
  /** Effective from the last retry on; starts as the priority asked for. */
  readonly priority: number;
  readonly status: WaitingStatus | 'HELD' | 'RUNNING' | 'NEEDS_DECISION';
  /** What a held command comes back to when it is released. */
  readonly heldFrom?: WaitingStatus;
  /** Number of the last attempt that was started; 0 before the first. */
  readonly attempt: number;
  /** Attempts that failed and count against the allowed ones. */
  readonly failures: number;
  /** Of the running attempt. */
  readonly leaseToken?: string;
  /** Of the running attempt: the lease that its worker held on the device. */
  readonly fence?: number;
  /** Answers that a failed attempt of a bundle brought already. */
  readonly partialRef?: ResponseRef;
  /** Actions with a final answer: never sent again. */
  readonly answered?: readonly number[];
  /** By index: how often an action was answered with a fault that another attempt may cure. */
  readonly actionFailures?: Readonly<Record<string, number>>;
  /** Actions that were begun and not answered: they may have been carried out. */
  readonly doubtful?: readonly number[];
  /** Those of them that only a person can decide on. */
  readonly undecided?: readonly number[];
}

/** What is remembered of an ended command, so that a repeated request is recognised. */
export interface ClosedCommand {
  readonly correlationUid: string;
  readonly requestHash: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'EXPIRED' | 'CANCELLED';
  readonly closedAt: number;
  readonly responseDeleted?: boolean;
}

export interface KeyInUse {
  readonly keyId: string;
  readonly fingerprint: string;
}

export interface KeyPair {
  readonly active?: KeyInUse;
  readonly pending?: KeyInUse;
}

export interface Registration {
  readonly device: DeviceSettings;
  readonly deviceModel: DeviceModel;
  readonly lifecycleStatus: DeviceLifecycleStatus;
}

export interface Contact {
  readonly lastContact?: string;
  readonly lastFailure?: string;
  /** Why the last attempt that failed to connect did. */
  readonly lastFault?: { readonly code: number; readonly type: string; readonly message: string };
  /** Consecutive attempts that could not reach or use the meter. */
  readonly failedConnections: number;
  /** Set while the circuit is open; `until` in epoch ms: from then on one attempt tries. */
  readonly circuit?: { readonly until: number };
  /** Attempts since the first failure that no summary tells of yet. */
  readonly tally?: ContactTally;
}

export interface ContactTally {
  readonly from: string;
  readonly attempts: number;
  readonly failures: number;
  /** Attempts by fault code. */
  readonly codes: Readonly<Record<string, number>>;
}

/** Raised whenever the same events fold to another {@link DeviceState}: what was folded before is then no use any more. */
export const DEVICE_STATE_VERSION = 3;

/** Fold of one device's stream. Plain JSON throughout: it is kept as text between two starts. */
export interface DeviceState {
  readonly deviceIdentification: string;
  readonly registration: Registration | null;
  /** Function groups by organisation. */
  readonly authorizations: Readonly<Record<string, readonly string[]>>;
  readonly keys: Readonly<Partial<Record<SecretType, KeyPair>>>;
  readonly contact: Contact;
  readonly open: Readonly<Record<string, OpenCommand>>;
  /** Oldest first: all of the last 24 hours, at least the last 256. */
  readonly closed: readonly ClosedCommand[];
}

export function initialState(deviceIdentification: string): DeviceState {
  return { deviceIdentification, registration: null, authorizations: {}, keys: {}, contact: { failedConnections: 0 }, open: {}, closed: [] };
}

export function findClosed(state: DeviceState, correlationUid: string): ClosedCommand | undefined {
  return state.closed.findLast((command) => command.correlationUid === correlationUid);
}
