import type { BundleableOperation, DeviceSettings, OperationData } from '#contract';
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

/**
 * Checks an operation against the meter's profile, without any I/O, and makes it ready to run.
 * @throws OperationError 416 for what the profile does not have, 401 for data that cannot be carried out
 */
export type Operation<O extends BundleableOperation> = (data: OperationData[O], context: OperationContext) => Execute;
