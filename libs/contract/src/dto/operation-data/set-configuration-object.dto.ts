import type { SetConfigurationObjectData } from '../../definitions/data.js';
import {
  CONFIGURATION_FLAGS,
  GPRS_OPERATION_MODES,
  type ConfigurationFlagType,
  type GprsOperationModeType,
} from '../../definitions/meter-enumerations.js';
import { present } from '../normalise/present.js';
import { BooleanField, ChoiceField, ListField, ObjectField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

const MOST_FLAGS = 10;

class ConfigurationFlagDto {
  @ChoiceField(CONFIGURATION_FLAGS)
  configurationFlagType!: ConfigurationFlagType;

  @BooleanField()
  enabled!: boolean;
}

class ConfigurationObjectDto {
  @ChoiceField(GPRS_OPERATION_MODES, { optional: true, description: 'DSMR 4 and SMR 4 only' })
  gprsOperationMode?: GprsOperationModeType | null;

  @ListField(() => ConfigurationFlagDto, { optional: true, description: 'flags that are not named stay as they are' }, MOST_FLAGS)
  configurationFlags?: ConfigurationFlagDto[] | null;
}

class SetConfigurationObjectDataDto {
  @ObjectField(() => ConfigurationObjectDto)
  configurationObject!: ConfigurationObjectDto;
}

export const setConfigurationObjectData = objectData(
  SetConfigurationObjectDataDto,
  ({ configurationObject: { gprsOperationMode, configurationFlags } }): SetConfigurationObjectData => ({
    configurationObject: present({
      gprsOperationMode,
      configurationFlags: configurationFlags?.map(({ configurationFlagType, enabled }) => ({ configurationFlagType, enabled })),
    }),
  }),
  { configurationObject: { configurationFlags: [{ configurationFlagType: 'PO_ENABLE', enabled: true }] } },
);
