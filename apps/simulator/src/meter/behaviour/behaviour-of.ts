import type { CosemObject } from '#cosem';

import { activityCalendarBehaviour } from './activity-calendar.js';
import { alarmRegisterBehaviour } from './alarm-register.js';
import { clockBehaviour } from './clock.js';
import { imageTransferBehaviour } from './image-transfer.js';
import { mbusClientBehaviour } from './mbus-client.js';
import { clearMbusStatusBehaviour, mbusValueBehaviour } from './mbus-values.js';
import { gsmDiagnosticBehaviour } from './modem.js';
import type { ObjectBehaviour } from './object-behaviour.js';
import { administrativeStatusBehaviour, configurationObjectBehaviour, randomisationBehaviour } from './plain-values.js';
import { profileGenericBehaviour } from './profile-generic.js';
import { pushSetupBehaviour } from './push-setup.js';
import { securitySetupBehaviour } from './security-setup.js';
import { singleActionScheduleBehaviour } from './single-action-schedule.js';
import { specialDaysBehaviour } from './special-days.js';

const byClass: Readonly<Record<number, ObjectBehaviour>> = {
  4: mbusValueBehaviour,
  7: profileGenericBehaviour,
  8: clockBehaviour,
  11: specialDaysBehaviour,
  18: imageTransferBehaviour,
  20: activityCalendarBehaviour,
  22: singleActionScheduleBehaviour,
  40: pushSetupBehaviour,
  47: gsmDiagnosticBehaviour,
  64: securitySetupBehaviour,
  72: mbusClientBehaviour,
};

/** Objects of class 1 are told apart by their tag, the channel left out. */
const byTag: Readonly<Record<string, ObjectBehaviour>> = {
  ALARM_REGISTER_1: alarmRegisterBehaviour,
  ALARM_REGISTER_2: alarmRegisterBehaviour,
  ALARM_REGISTER_3: alarmRegisterBehaviour,
  ADMINISTRATIVE_IN_OUT: administrativeStatusBehaviour,
  CLEAR_MBUS_STATUS: clearMbusStatusBehaviour,
  CONFIGURATION_OBJECT: configurationObjectBehaviour,
  RANDOMISATION_SETTINGS: randomisationBehaviour,
};

const none: ObjectBehaviour = {};

/** How an object behaves; objects that only keep what is written to them have an empty behaviour. */
export function behaviourOf({ classId, tag }: CosemObject): ObjectBehaviour {
  return (classId === 1 ? byTag[tag.replace(/_CHANNEL_\d$/, '')] : byClass[classId]) ?? none;
}
