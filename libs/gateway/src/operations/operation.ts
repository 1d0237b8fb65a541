import type { MeterOperation, DeviceSettings, OperationData } from '#contract';
import type { ProtocolProfile } from '#cosem';
import type { Fact } from '#domain';
import type { MeterAccess } from './meter-access.js';

export interface OperationContext {
  readonly settings: DeviceSettings;
  readonly profile: ProtocolProfile;
  /** Epoch milliseconds. */
  now(): number;
}

export interface OperationOutcome {
  /** As the contract defines it; null where the operation answers nothing but success. */
  readonly response: unknown;
  readonly description?: string;
  readonly facts: readonly Fact[];
}

/** A prepared operation. @throws OperationError, and whatever the access rejects with */
export type Execute = (access: MeterAccess) => Promise<OperationOutcome>;

/** What reading back says of an action that an earlier attempt may have carried out. */
export type Verdict = { readonly verdict: 'done'; readonly outcome: OperationOutcome } | { readonly verdict: 'not done' | 'cannot tell' };

/** An operation that leaves a lasting effect, of which doing it twice is not the same as doing it once. */
export interface Effect {
  readonly execute: Execute;
  /** Only reads. @throws as `Execute` */
  readonly verify: (access: MeterAccess) => Promise<Verdict>;
}

/** What is made ready: an operation whose repetition is harmless, or an effect. */
export type Prepared = Execute | Effect;

/**
 * Checks an operation against the meter's profile, without any I/O, and makes it ready to run.
 * @throws OperationError 416 for what the profile does not have, 401 for data that cannot be carried out
 */
export type Operation<O extends MeterOperation, P extends Prepared = Execute> = (data: OperationData[O], context: OperationContext) => P;
