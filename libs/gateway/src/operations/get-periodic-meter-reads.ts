import type { PeriodicMeterReads, PeriodType } from '#contract';
import { findObject, type CosemObject } from '#cosem';
import type { AttributeRef, CaptureObject, Data } from '#dlms';
import { unreadable } from './access-result.js';
import { energyNameOf, isEnergyRegister, scalerUnitOf } from './energy.js';
import type { MeterAccess } from './meter-access.js';
import type { Operation, OperationContext } from './operation.js';
import { decodePeriodicRows, type EnergyColumn, type RowLayout } from './periodic-rows.js';
import { profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';
import { readsFacts, withoutUnits } from './reads-facts.js';
import { bufferRange, timeRange, within } from './time-range.js';

const OPERATION = 'GetPeriodicMeterReads';

const tags: Readonly<Record<PeriodType, string>> = { INTERVAL: 'INTERVAL_VALUES_E', DAILY: 'DAILY_VALUES_E', MONTHLY: 'MONTHLY_VALUES_E' };

/** Reads the rows of a load profile whose time lies within the period, both ends included. */
export const getPeriodicMeterReads: Operation<'GetPeriodicMeterReads'> = ({ periodType, beginDate, endDate }, context) => {
  const { profile, settings } = context;
  const object = profileObject(profile, tags[periodType], OPERATION);
  const range = timeRange(beginDate, endDate, OPERATION);
  const all = object.profile?.captureObjects ?? [];
  const wanted = settings.selectiveAccessSupported ? all.filter(isOurs) : all;
  const ref = bufferRange(object, range, settings.timezone, wanted.length === all.length ? [] : wanted);
  return async (access) => {
    const [buffer] = await readAttributes(access, [ref], 1, OPERATION);
    if (buffer?.type !== 'array') throw unreadable(OPERATION, ref, 'the buffer is not an array');
    const columns = columnsOf(buffer.value, wanted, all);
    if (columns === undefined) throw unreadable(OPERATION, ref, 'a row has not the columns of the profile');
    const layout = await layoutOf(columns, periodType, object, context, access);
    const decoded = decodePeriodicRows(buffer.value, layout);
    if (decoded === undefined) throw unreadable(OPERATION, ref, 'a row holds no amount of energy where one is expected');
    const rows = decoded.filter(({ at }) => within(at, range));
    const response: PeriodicMeterReads = {
      periodType,
      periodicMeterReads: rows.map(({ logTime, values, status }) => ({
        logTime,
        ...values,
        ...(status === undefined ? {} : { amrProfileStatusCode: status }),
      })),
    };
    const reads = rows.map(({ at, logTime, values, status }) => ({
      at,
      read: { logTime, ...withoutUnits(values), ...(status === undefined ? {} : { amrProfileStatusCode: [...status] }) },
    }));
    return { response, facts: readsFacts(periodType, reads, context.now()) };
  };
};

/** Combined profiles (DSMR) carry the M-Bus meters' columns, too: not ours to read here. */
function isOurs(column: CaptureObject): boolean {
  return column.classId === 8 || column.classId === 1 || isEnergyRegister(column);
}

/** The columns that the rows hold: some meters take no notice of a selection. */
function columnsOf(rows: readonly Data[], wanted: readonly CaptureObject[], all: readonly CaptureObject[]): readonly CaptureObject[] | undefined {
  const fits = (columns: readonly CaptureObject[]): boolean => rows.every((row) => row.type === 'structure' && row.value.length === columns.length);
  return [wanted, all].find(fits);
}

async function layoutOf(
  columns: readonly CaptureObject[],
  periodType: PeriodType,
  object: CosemObject,
  { profile, settings }: OperationContext,
  access: MeterAccess,
): Promise<RowLayout> {
  const energy: EnergyColumn[] = [];
  for (const [index, { classId, obis }] of columns.entries()) {
    const name = classId === 3 ? energyNameOf(obis) : undefined;
    if (name === undefined) continue;
    const scalerUnit = findObject(profile, classId, obis)?.scalerUnit ?? (await readScalerUnit(access, { classId, obis, attribute: 3 }));
    energy.push({ index, name, scalerUnit });
  }
  return {
    clock: columns.findIndex(({ classId }) => classId === 8),
    status: columns.findIndex(({ classId, obis }) => classId === 1 && obis.startsWith('0.0.96.10.')),
    energy,
    periodType,
    capturePeriod: object.profile?.capturePeriod ?? 0,
    timezone: settings.timezone,
  };
}

async function readScalerUnit(access: MeterAccess, ref: AttributeRef): Promise<EnergyColumn['scalerUnit']> {
  const [data] = await readAttributes(access, [ref], 1, OPERATION);
  const scalerUnit = data === undefined ? undefined : scalerUnitOf(data);
  if (scalerUnit === undefined) throw unreadable(OPERATION, ref, 'not a scaler and unit');
  return scalerUnit;
}
