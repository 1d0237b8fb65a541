import type { SetDeviceCommunicationSettingsData, SetDeviceLifecycleStatusData, UpdateProtocolData } from '../../definitions/data.js';
import { DEVICE_LIFECYCLE_STATUSES, type DeviceLifecycleStatus } from '../../definitions/enumerations.js';
import { present } from '../normalise/present.js';
import { BooleanField, ChoiceField, IntegerField, PatternField } from '../rules/fields.js';
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

const NAME = /^[\x20-\x7e]{1,10}$/;
const nameMeaning = '1 to 10 printable characters of ASCII';

class UpdateProtocolDataDto {
  @PatternField(NAME, nameMeaning, { example: 'SMR' })
  protocol!: string;

  @PatternField(NAME, nameMeaning, { example: '5.2' })
  protocolVersion!: string;

  @PatternField(NAME, nameMeaning, { optional: true, description: 'none when absent' })
  protocolVariant?: string | null;
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

export const updateProtocolData = objectData(
  UpdateProtocolDataDto,
  ({ protocol, protocolVersion, protocolVariant }): UpdateProtocolData => ({ protocol, protocolVersion, ...present({ protocolVariant }) }),
  { protocol: 'SMR', protocolVersion: '5.2' },
);
