import type { AddDeviceData, CommandOptions, DeviceFunctionGroup, Fault, OperationData, OperationName, SecretType } from '#contract';
import type { DeviceEventData, Fact } from './events/index.js';
import type { ResponseRef } from './state.js';

/** A key that has been stored in the vault for an AddDevice. */
export type StoredKey = DeviceEventData<'KeyStored'>;

interface Accept<O extends OperationName> {
  readonly kind: 'Accept';
  readonly correlationUid: string;
  readonly operation: O;
  readonly data: OperationData[O];
  readonly options: CommandOptions;
  readonly requestHash: string;
  readonly actor: string;
}

export type AcceptOperation = { [O in Exclude<OperationName, 'AddDevice'>]: Accept<O> }[Exclude<OperationName, 'AddDevice'>];

/** `keys`: references of the vault, or why the keys of the request could not be used. */
export interface AcceptAddDevice extends Accept<'AddDevice'> {
  readonly data: AddDeviceData;
  readonly organisation: string;
  readonly keys: readonly StoredKey[] | Fault;
}

/** Claims the next attempt of a due command. */
export interface StartAttempt {
  readonly kind: 'StartAttempt';
  readonly correlationUid: string;
  readonly leaseToken: string;
  /** Number of the lease that the worker holds on the device. */
  readonly fence?: number;
  /** `cellKey` that the worker has a permit for. */
  readonly cell?: string;
}

/** An action whose repetition is not harmless is about to be sent. */
export interface StartAction {
  readonly kind: 'StartAction';
  readonly correlationUid: string;
  readonly leaseToken: string;
  readonly index: number;
  readonly operation: string;
}

/** A person says what becomes of a command of which nobody knows how far it came. */
export interface TakeDecision {
  readonly kind: 'TakeDecision';
  readonly correlationUid: string;
  readonly decision: 'retry' | 'fail';
  readonly reason: string;
}

/** The device was heard of without that we called it. `source` says how; `correlationUid` is that of the message. */
export interface RecordContact {
  readonly kind: 'RecordContact';
  readonly correlationUid: string;
  readonly source: string;
}

/** What came of one action. With `undecided` the fault says why nobody knows whether it was carried out. */
export interface ActionAnswer {
  readonly index: number;
  readonly operation: string;
  readonly fault?: Fault;
  readonly undecided?: true;
  readonly description?: string;
}

export type AttemptOutcome =
  | { readonly kind: 'succeeded'; readonly responseRef?: ResponseRef; readonly description?: string }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly responseRef?: ResponseRef };

/** Facts too large for one append come ahead of the outcome. */
export interface RecordFacts {
  readonly kind: 'RecordFacts';
  readonly correlationUid: string;
  readonly leaseToken: string;
  readonly facts: readonly Fact[];
}

export interface FinishAttempt {
  readonly kind: 'FinishAttempt';
  readonly correlationUid: string;
  readonly attempt: number;
  readonly leaseToken: string;
  readonly facts: readonly Fact[];
  /** Of a bundle: every action that was answered. Of a single operation: the answer, when it is a fault. */
  readonly answers: readonly ActionAnswer[];
  /** The meter answered something. */
  readonly reached?: boolean;
  /** Of a bundle: `failed` when the session ended before every action was answered. */
  readonly outcome: AttemptOutcome;
}

/** The worker that held the lease is gone. */
export interface AbandonAttempt {
  readonly kind: 'AbandonAttempt';
  readonly correlationUid: string;
  readonly leaseToken: string;
}

export interface Expire {
  readonly kind: 'Expire';
  readonly correlationUid: string;
}

export interface Cancel {
  readonly kind: 'Cancel';
  readonly correlationUid: string;
  readonly reason: string;
}

/** A waiting command is not to start before it is released. */
export interface Hold {
  readonly kind: 'Hold';
  readonly correlationUid: string;
  readonly reason: string;
}

export interface Release {
  readonly kind: 'Release';
  readonly correlationUid: string;
  readonly reason: string;
}

/** `priority`: 0 to 9; the one asked for and the effective one, from which later retries go down again. */
export interface ChangePriority {
  readonly kind: 'ChangePriority';
  readonly correlationUid: string;
  readonly priority: number;
  readonly reason: string;
}

/** What a client may want of a command that waits. */
export type WaitingAct = Cancel | Hold | Release | ChangePriority;

/** `functionGroup`: of the contract's device function groups. `correlationUid`: of the request. */
export interface GrantAuthorization {
  readonly kind: 'GrantAuthorization';
  readonly correlationUid: string;
  readonly organisation: string;
  readonly functionGroup: DeviceFunctionGroup;
}

export interface RevokeAuthorization {
  readonly kind: 'RevokeAuthorization';
  readonly correlationUid: string;
  readonly organisation: string;
  readonly functionGroup: DeviceFunctionGroup;
  readonly reason: string;
}

export interface DeleteResponse {
  readonly kind: 'DeleteResponse';
  readonly correlationUid: string;
  readonly reason: string;
}

export type DeviceCommand =
  | AcceptOperation
  | AcceptAddDevice
  | StartAttempt
  | StartAction
  | RecordFacts
  | FinishAttempt
  | AbandonAttempt
  | TakeDecision
  | RecordContact
  | Expire
  | WaitingAct
  | GrantAuthorization
  | RevokeAuthorization
  | DeleteResponse;

/** Keys that an E-meter cannot be registered without. */
export const E_METER_KEYS: readonly SecretType[] = ['E_METER_MASTER_KEY', 'E_METER_AUTHENTICATION_KEY', 'E_METER_ENCRYPTION_KEY_UNICAST'];
export const M_BUS_KEYS: readonly SecretType[] = [
  'G_METER_MASTER_KEY',
  'G_METER_ENCRYPTION_KEY',
  'G_METER_FIRMWARE_UPDATE_AUTHENTICATION_KEY',
  'G_METER_OPTICAL_PORT_KEY',
];
