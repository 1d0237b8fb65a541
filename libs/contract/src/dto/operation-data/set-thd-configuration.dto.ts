import type { SetThdConfigurationData } from '../../definitions/data.js';
import { IntegerField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

const U16 = 65_535;
const U32 = 4_294_967_295;

class SetThdConfigurationDataDto {
  @IntegerField(0, U32, { description: 'seconds' })
  minDurationNormalToOver!: number;

  @IntegerField(0, U32, { description: 'seconds' })
  minDurationOverToNormal!: number;

  @IntegerField(0, U32, { description: 'seconds' })
  timeThreshold!: number;

  @IntegerField(0, U16, { description: 'per cent' })
  valueHysteresis!: number;

  @IntegerField(0, U16, { description: 'per cent' })
  valueThreshold!: number;
}

export const setThdConfigurationData = objectData(
  SetThdConfigurationDataDto,
  ({ minDurationNormalToOver, minDurationOverToNormal, timeThreshold, valueHysteresis, valueThreshold }): SetThdConfigurationData => ({
    minDurationNormalToOver,
    minDurationOverToNormal,
    timeThreshold,
    valueHysteresis,
    valueThreshold,
  }),
  { minDurationNormalToOver: 900, minDurationOverToNormal: 600, timeThreshold: 86_400, valueHysteresis: 10, valueThreshold: 100 },
);
