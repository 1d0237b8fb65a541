import type { PowerQualityProfiles } from '#contract';
import { objectsOfMeter, type CosemObject, type PowerQualityRequest } from '#cosem';
import type { Fact } from '#domain';
import type { CaptureObject } from '#dlms';
import { OperationError } from '../faults/fault-error.js';
import type { Operation } from './operation.js';
import { readProfileRows, recordedRows, type ProfileRead } from './profile-rows.js';
import { isSelected } from './selected-values.js';
import { timeRange } from './time-range.js';

const OPERATION = 'GetPowerQualityProfile';
const PROFILES = ['DEFINABLE_LOAD_PROFILE', 'POWER_QUALITY_PROFILE_1', 'POWER_QUALITY_PROFILE_2'];

/** Reads each profile that may hold something of the profile type; columns of the other type are left out. */
export const getPowerQualityProfile: Operation<'GetPowerQualityProfile'> = ({ profileType, beginDate, endDate, selectedValues }, context) => {
  const { profile, settings } = context;
  const objects = objectsOfMeter(profile, settings.polyphase);
  const request: PowerQualityRequest = settings.polyphase ? 'PERIODIC_PP' : 'PERIODIC_SP';
  const range = timeRange(beginDate, endDate, OPERATION);
  const isOf = ({ powerQuality }: CosemObject): boolean => powerQuality?.profileType === profileType && powerQuality.requests.includes(request);
  const reads = PROFILES.flatMap((tag): ProfileRead[] => {
    const found = objects.get(tag);
    const ours = (found?.profile?.selectable ?? []).map((name) => objects.get(name)).filter((object) => object !== undefined && isOf(object));
    if (found === undefined || ours.length === 0) return [];
    const names = new Set(ours.map((object) => `${object?.classId}/${object?.obis}`));
    const wanted = (column: CaptureObject): boolean => names.has(`${column.classId}/${column.obis}`) && isSelected(column, selectedValues);
    return [{ profile: found, range, wanted }];
  });
  if (reads.length === 0)
    throw new OperationError(416, `${OPERATION}: no PQ profile found in profile ${profile.name} version ${profile.version} for ${profileType}`);
  return async (access) => {
    const facts: Fact[] = [];
    const datas: PowerQualityProfiles['powerQualityProfileDatas'][number][] = [];
    for (const read of reads) {
      const rows = await readProfileRows(access, read, context, OPERATION);
      datas.push({ ...rows.data, profileType });
      for (const { data, occurredAt } of recordedRows(rows, context.now()))
        facts.push({ type: 'PowerQualityCollected', data: { profileType, ...data }, occurredAt });
    }
    const response: PowerQualityProfiles = { powerQualityProfileDatas: datas };
    return { response, facts };
  };
};
