import type { SetPushSetupAlarmData, SetPushSetupLastGaspData, SetPushSetupSmsData } from '../../definitions/data.js';
import { present } from '../normalise/present.js';
import { IntegerField, ListField, ObjectField, PatternField } from '../rules/fields.js';
import { objectData } from './data-rule.js';
import { objectDefinition, ObjectDefinitionDto } from './object-definition.dto.js';

const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])$/;
const hostMeaning = 'a host name, an IPv4 address, or an IPv6 address in brackets';
const LAST_PORT = 65_535;

class PushSetupAlarmDto {
  @PatternField(HOST, hostMeaning, { optional: true, description: 'with port, or neither' })
  host?: string | null;

  @IntegerField(1, LAST_PORT, { optional: true })
  port?: number | null;

  @ListField(() => ObjectDefinitionDto, { optional: true, description: 'what the meter pushes' })
  pushObjectList?: ObjectDefinitionDto[] | null;
}

class DestinationDto {
  @PatternField(HOST, hostMeaning, { example: 'platform.example' })
  host!: string;

  @IntegerField(1, LAST_PORT, { example: 9598 })
  port!: number;
}

class SetPushSetupAlarmDataDto {
  @ObjectField(() => PushSetupAlarmDto)
  pushSetupAlarm!: PushSetupAlarmDto;
}

class SetPushSetupSmsDataDto {
  @ObjectField(() => DestinationDto)
  pushSetupSms!: DestinationDto;
}

class SetPushSetupLastGaspDataDto {
  @ObjectField(() => DestinationDto)
  pushSetupLastGasp!: DestinationDto;
}

const destination = ({ host, port }: DestinationDto) => ({ host, port });
const example = { host: 'platform.example', port: 9598 };

export const setPushSetupAlarmData = objectData(
  SetPushSetupAlarmDataDto,
  ({ pushSetupAlarm: { host, port, pushObjectList } }): SetPushSetupAlarmData => ({
    pushSetupAlarm: present({ host, port, pushObjectList: pushObjectList?.map(objectDefinition) }),
  }),
  { pushSetupAlarm: example },
);

export const setPushSetupSmsData = objectData(
  SetPushSetupSmsDataDto,
  ({ pushSetupSms }): SetPushSetupSmsData => ({ pushSetupSms: destination(pushSetupSms) }),
  { pushSetupSms: example },
);

export const setPushSetupLastGaspData = objectData(
  SetPushSetupLastGaspDataDto,
  ({ pushSetupLastGasp }): SetPushSetupLastGaspData => ({ pushSetupLastGasp: destination(pushSetupLastGasp) }),
  { pushSetupLastGasp: example },
);
