import type { SetDeviceCommunicationSettingsData, SetDeviceLifecycleStatusData } from '../../definitions/data.js';
import { DEVICE_LIFECYCLE_STATUSES, type DeviceLifecycleStatus } from '../../definitions/enumerations.js';
import { BooleanField, ChoiceField, IntegerField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

const LONGEST_LIST = 65_535;

class SetDeviceCommunicationSettingsDataDto {
  @IntegerField(8, 64, { description: 'octets of the challenge of an association' })
  challengeLength!: number;

  @IntegerField(0, LONGEST_LIST, { description: 'attributes in one request; 1 or less: one by one' })
  withListMax!: number;

  @BooleanField()
  selectiveAccessSupported!: boolean;

  @BooleanField()
  ipAddressIsStatic!: boolean;

  @BooleanField({ description: 'short names instead of logical ones' })
  useSn!: boolean;

  @BooleanField({ description: 'HDLC instead of the wrapper' })
  useHdlc!: boolean;

  @BooleanField({ description: 'three phases' })
  polyphase!: boolean;
}

class SetDeviceLifecycleStatusDataDto {
  @ChoiceField(DEVICE_LIFECYCLE_STATUSES)
  deviceLifecycleStatus!: DeviceLifecycleStatus;
}

export const setDeviceCommunicationSettingsData = objectData(
  SetDeviceCommunicationSettingsDataDto,
  ({ challengeLength, withListMax, selectiveAccessSupported, ipAddressIsStatic, useSn, useHdlc, polyphase }): SetDeviceCommunicationSettingsData => ({
    challengeLength,
    withListMax,
    selectiveAccessSupported,
    ipAddressIsStatic,
    useSn,
    useHdlc,
    polyphase,
  }),
  {
    challengeLength: 16,
    withListMax: 32,
    selectiveAccessSupported: true,
    ipAddressIsStatic: true,
    useSn: false,
    useHdlc: false,
    polyphase: false,
  },
);

export const setDeviceLifecycleStatusData = objectData(
  SetDeviceLifecycleStatusDataDto,
  ({ deviceLifecycleStatus }): SetDeviceLifecycleStatusData => ({ deviceLifecycleStatus }),
  { deviceLifecycleStatus: 'IN_USE' },
);
