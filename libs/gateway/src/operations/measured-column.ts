import type { MeterOperation, CapturedColumn, MeasuredValue, UnitType } from '#contract';
import { decodeScalerUnit, findObject, scale, scaleToKwh, signalQuality, type ProtocolProfile, type ScalerUnit, type Unit } from '#cosem';
import type { CaptureObject, Data } from '#dlms';
import { decoded, unreadable } from './access-result.js';
import { dataText } from './data-text.js';
import type { MeterAccess } from './meter-access.js';
import { meterTimeOf } from './meter-time.js';
import { objectDefinition } from './object-definitions.js';
import { readAttributes } from './read-attributes.js';

/** A value that a meter shows or captures, and in which scale. */
export interface MeasuredColumn {
  readonly object: CaptureObject;
  /** Absent where the value is no measured one. */
  readonly scalerUnit?: ScalerUnit;
}

const UNITS: Readonly<Record<Unit, UnitType>> = {
  HOUR: 'H',
  MINUTE: 'MIN',
  SECOND: 'SD',
  DEGREE_CELSIUS: 'DEGREE_CELCIUS',
  M3: 'M3',
  M3_CORRECTED: 'M3',
  M3_PER_HOUR: 'M3_FLUX',
  BAR: 'BAR',
  J: 'J',
  W: 'W',
  VA: 'VOLT_AMPERE',
  VAR: 'VAR',
  WH: 'KWH',
  VAH: 'VOLT_AMP_HOUR',
  VARH: 'VAR_HOUR',
  A: 'AMP',
  V: 'V',
  HZ: 'HERTZ',
  PERCENT: 'PERCENTAGE',
  DB: 'DB',
  COUNT: 'COUNT',
};

export const unitTypeOf = ({ scalerUnit }: MeasuredColumn): UnitType => (scalerUnit === undefined ? 'UNDEFINED' : UNITS[scalerUnit.unit]);

export const capturedColumn = (column: MeasuredColumn): CapturedColumn => ({ ...objectDefinition(column.object), unit: unitTypeOf(column) });

const REGISTERS: ReadonlySet<number> = new Set([3, 4]);

/** The scale of a column: the profile's, or the one that the meter tells. */
export async function measuredColumn(
  object: CaptureObject,
  profile: ProtocolProfile,
  access: MeterAccess,
  operation: MeterOperation,
): Promise<MeasuredColumn> {
  if (!REGISTERS.has(object.classId) || object.attribute !== 2) return { object };
  const fixed = findObject(profile, object.classId, object.obis)?.scalerUnit;
  if (fixed !== undefined) return { object, scalerUnit: fixed };
  const ref = { classId: object.classId, obis: object.obis, attribute: 3 };
  const [data] = await readAttributes(access, [ref], 1, operation);
  if (data === undefined) throw unreadable(operation, ref, 'the meter gave no answer');
  return { object, scalerUnit: decoded(ref, operation, () => decodeScalerUnit(data)) };
}

const MODEM = 47;
const SIGNAL_QUALITY = 3;

/** A value as the contract tells it; null where the meter has none. */
export function measuredValue({ object, scalerUnit }: MeasuredColumn, data: Data, timezone: string): MeasuredValue | null {
  if (data.type === 'null-data') return null;
  const time = object.classId === 8 ? meterTimeOf(data, timezone) : undefined;
  if (time !== undefined) return { dateValue: time.text };
  if (!('value' in data) || (typeof data.value !== 'number' && typeof data.value !== 'bigint')) return { stringValue: dataText(data) };
  if (object.classId === MODEM && object.dataIndex === SIGNAL_QUALITY)
    return { stringValue: signalQuality.nameOf(Number(data.value)) ?? 'NOT_KNOWN_OR_NOT_DETECTABLE' };
  if (!Number.isSafeInteger(Number(data.value))) return { stringValue: dataText(data) };
  if (scalerUnit === undefined || scalerUnit.unit === 'COUNT') return { longValue: Number(data.value) };
  if (scalerUnit.unit === 'WH') return { floatValue: scaleToKwh(data.value, scalerUnit.scaler, 'WH') };
  return { floatValue: scale(data.value, scalerUnit.scaler) };
}

/** The same as it is recorded. */
export const recordedValue = (value: MeasuredValue | null): string | null => (value === null ? null : String(Object.values(value)[0]));
