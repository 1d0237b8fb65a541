import type { MeterOperation } from '#contract';
import { decodeConfiguration, encodeConfiguration, type Configuration, type ConfigurationChange } from '#cosem';
import type { Data } from '#dlms';
import { OperationError } from '../faults/fault-error.js';
import { requireSuccess } from './access-result.js';
import { readConfiguration, type ConfigurationPlace } from './configuration-object.js';
import type { MeterAccess } from './meter-access.js';

/** @throws OperationError 416 for a flag to be switched on, or a mode, that the protocol does not know */
export function requireKnown({ layout }: ConfigurationPlace, { flags, gprsOperationMode }: ConfigurationChange, operation: MeterOperation): void {
  for (const [flag, enabled] of flags ?? [])
    if (enabled && !layout.positions.has(flag)) throw new OperationError(416, `${operation}: ${flag} not known for protocol`);
  if (gprsOperationMode !== undefined && !layout.gprsMode) throw new OperationError(416, `${operation}: GPRS operation mode not known for protocol`);
}

export interface ChangedConfiguration {
  /** What the meter holds now. */
  readonly before: Configuration;
  readonly after: Configuration;
  /** `after` as it is written. */
  readonly data: Data;
}

/** What a change makes of the meter's configuration; what it does not name stays. */
export async function changedConfiguration(
  access: MeterAccess,
  place: ConfigurationPlace,
  change: ConfigurationChange,
  operation: MeterOperation,
): Promise<ChangedConfiguration> {
  const before = await readConfiguration(access, place, operation);
  const data = encodeConfiguration(place.layout, before, change);
  // Without a mode that both sides know the meter gets its flags alone.
  const after = data.type === 'structure' && data.value.length === 1 ? before : decodeConfiguration(place.layout, data);
  return { before, after, data };
}

export async function writeConfiguration(
  access: MeterAccess,
  { ref }: ConfigurationPlace,
  { data }: ChangedConfiguration,
  operation: MeterOperation,
): Promise<void> {
  requireSuccess(await access.set(ref, data), ref, operation);
}

export const isUnchanged = ({ before, after }: ChangedConfiguration): boolean =>
  before.bits === after.bits && before.gprsOperationMode === after.gprsOperationMode;
