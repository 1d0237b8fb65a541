import type { ProfileData } from '#contract';
import { objectsOfMeter } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import type { Operation } from './operation.js';
import { readProfileRows, recordedRows } from './profile-rows.js';
import { isSelected } from './selected-values.js';
import { timeRange } from './time-range.js';

const OPERATION = 'GetProfileGenericData';
const PROFILE_GENERIC = 7;

/** Reads the rows of whatever profile has the logical name. */
export const getProfileGenericData: Operation<'GetProfileGenericData'> = ({ obisCode, beginDate, endDate, selectedValues }, context) => {
  const { profile, settings } = context;
  const objects = [...objectsOfMeter(profile, settings.polyphase).values()];
  const found = objects.find(({ classId, obis }) => classId === PROFILE_GENERIC && obis === obisCode);
  if (found === undefined)
    throw new OperationError(416, `${OPERATION}: no address found for a profile ${obisCode} in protocol ${profile.name} ${profile.version}`);
  const read = {
    profile: found,
    range: timeRange(beginDate, endDate, OPERATION),
    wanted: (column: Parameters<typeof isSelected>[0]) => isSelected(column, selectedValues),
  };
  return async (access) => {
    const rows = await readProfileRows(access, read, context, OPERATION);
    const response: ProfileData = rows.data;
    return { response, facts: recordedRows(rows, context.now()).map((fact) => ({ type: 'ProfileRowsCollected' as const, ...fact })) };
  };
};
