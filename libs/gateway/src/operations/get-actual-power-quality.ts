import type { ActualPowerQuality } from '#contract';
import { objectsOfMeter, type CosemObject, type PowerQualityRequest } from '#cosem';
import type { CaptureObject } from '#dlms';
import { unreadable } from './access-result.js';
import { capturedColumn, measuredColumn, measuredValue, recordedValue, unitTypeOf, type MeasuredColumn } from './measured-column.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetActualPowerQuality';

/** Reads the clock, then every value of power quality that the profile shows as actual ones for this kind of meter. */
export const getActualPowerQuality: Operation<'GetActualPowerQuality'> = ({ profileType }, context) => {
  const { profile, settings } = context;
  const request: PowerQualityRequest = settings.polyphase ? 'ACTUAL_PP' : 'ACTUAL_SP';
  const values = [...objectsOfMeter(profile, settings.polyphase).values()].filter(
    ({ powerQuality }) => powerQuality?.profileType === profileType && powerQuality.requests.includes(request),
  );
  const objects = [profileObject(profile, 'CLOCK', OPERATION), ...values];
  return async (access) => {
    const refs = objects.map((object) => attributeOf(object, 2));
    const read = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const columns: MeasuredColumn[] = [];
    for (const object of objects) columns.push(await measuredColumn(valueColumn(object), profile, access, OPERATION));
    const measured = columns.map((column, index) => {
      const data = read[index];
      if (data === undefined) throw unreadable(OPERATION, attributeOf(column.object, 2), 'the meter gave no answer');
      return measuredValue(column, data, settings.timezone);
    });
    const response: ActualPowerQuality = {
      actualPowerQualityData: {
        powerQualityObjects: columns.map((column, index) => ({ name: objects[index]?.tag ?? '', unit: unitTypeOf(column) })),
        powerQualityValues: measured,
      },
    };
    const data = { profileType, columns: columns.map(capturedColumn), rows: [measured.map(recordedValue)] };
    return { response, facts: [{ type: 'PowerQualityCollected', data, occurredAt: context.now() }] };
  };
};

const valueColumn = ({ classId, obis }: CosemObject): CaptureObject => ({ classId, obis, attribute: 2, dataIndex: 0 });
