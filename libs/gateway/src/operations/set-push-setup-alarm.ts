import type { ObjectDefinition, SetPushSetupAlarmData } from '#contract';
import { encodeObjectDefinitions } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import { valueOf } from './access-result.js';
import type { MeterAccess } from './meter-access.js';
import { captureObject } from './object-definitions.js';
import type { Effect, Operation, OperationContext } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { destinationSetting } from './push-setups.js';
import { settingEffect, type Setting } from './setting-effect.js';

const OPERATION = 'SetPushSetupAlarm';

/** Destination first, then what is pushed; every object is read once before the meter is to push it. */
export const setPushSetupAlarm: Operation<'SetPushSetupAlarm', Effect> = ({ pushSetupAlarm }, context) => {
  const { pushObjectList = [] } = pushSetupAlarm;
  const settings = settingsOf(pushSetupAlarm, context);
  const effect = settingEffect(OPERATION, settings, context.settings.withListMax, () => ({
    response: null,
    description: 'Set push setup alarm was successful',
    facts: [{ type: 'PushSetupSet', data: recorded(pushSetupAlarm), occurredAt: context.now() }],
  }));
  return {
    ...effect,
    async execute(access) {
      for (const object of pushObjectList) await requireReadable(object, access);
      return effect.execute(access);
    },
  };
};

function settingsOf({ host, port, pushObjectList }: SetPushSetupAlarmData['pushSetupAlarm'], context: OperationContext): readonly Setting[] {
  const setup = profileObject(context.profile, 'PUSH_SETUP_ALARM', OPERATION);
  if ((host === undefined) !== (port === undefined)) throw new OperationError(401, `${OPERATION}: host and port belong together`);
  if (host === undefined && pushObjectList === undefined) throw new OperationError(401, `${OPERATION}: neither a destination nor a list of objects`);
  if (pushObjectList?.some(({ dataIndex }) => dataIndex !== 0) === true)
    throw new OperationError(401, `${OPERATION}: only whole attributes can be pushed: the data index must be 0`);
  return [
    ...(host === undefined || port === undefined ? [] : [destinationSetting('PUSH_SETUP_ALARM', 'TCP', { host, port }, context, OPERATION)]),
    ...(pushObjectList === undefined ? [] : [{ ref: attributeOf(setup, 2), data: encodeObjectDefinitions(pushObjectList.map(captureObject)) }]),
  ];
}

async function requireReadable(object: ObjectDefinition, access: MeterAccess): Promise<void> {
  const ref = { classId: object.classId, obis: object.logicalName, attribute: object.attributeIndex };
  const [result] = await access.get([ref]);
  valueOf(result, ref, OPERATION);
}

function recorded({ pushObjectList, ...destination }: SetPushSetupAlarmData['pushSetupAlarm']) {
  const objects = pushObjectList === undefined ? {} : { pushObjectList: pushObjectList.map((object) => ({ ...object })) };
  return { setup: 'ALARM' as const, ...destination, ...objects };
}
