import { encodeObjectDefinitions } from '#cosem';
import { d, type CaptureObject } from '#dlms';
import { captureObject, objectDefinition } from './object-definitions.js';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'ConfigureDefinableLoadProfile';
const CLOCK: CaptureObject = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 };

/** Columns, with the clock as the first and once only, and the period. */
export const configureDefinableLoadProfile: Operation<'ConfigureDefinableLoadProfile', Effect> = ({ captureObjects, capturePeriod }, context) => {
  const profile = profileObject(context.profile, 'DEFINABLE_LOAD_PROFILE', OPERATION);
  const columns = captureObjects === undefined ? undefined : withClock(captureObjects.map(captureObject));
  const settings = [
    ...(columns === undefined ? [] : [{ ref: attributeOf(profile, 3), data: encodeObjectDefinitions(columns) }]),
    ...(capturePeriod === undefined ? [] : [{ ref: attributeOf(profile, 4), data: d.u32(capturePeriod) }]),
  ];
  const data = {
    ...(columns === undefined ? {} : { captureObjects: columns.map(objectDefinition) }),
    ...(capturePeriod === undefined ? {} : { capturePeriod }),
  };
  return settingEffect(OPERATION, settings, context.settings.withListMax, () => ({
    response: null,
    description: 'Configure definable load profile was successful',
    facts: [{ type: 'DefinableLoadProfileConfigured', data, occurredAt: context.now() }],
  }));
};

const isClock = ({ classId, obis }: CaptureObject): boolean => classId === CLOCK.classId && obis === CLOCK.obis;

const withClock = (columns: readonly CaptureObject[]): readonly CaptureObject[] => [CLOCK, ...columns.filter((column) => !isClock(column))];
