import type { ConfigureDefinableLoadProfileData } from '../../definitions/data.js';
import { present } from '../normalise/present.js';
import { IntegerField, ListField, rule } from '../rules/fields.js';
import { objectData, type DataRule } from './data-rule.js';
import { objectDefinition, ObjectDefinitionDto } from './object-definition.dto.js';

const U32 = 4_294_967_295;

class ConfigureDefinableLoadProfileDataDto {
  @ListField(() => ObjectDefinitionDto, { optional: true, description: 'columns; the clock is put first' })
  captureObjects?: ObjectDefinitionDto[] | null;

  @IntegerField(0, U32, { optional: true, description: 'seconds' })
  capturePeriod?: number | null;
}

const data = objectData(
  ConfigureDefinableLoadProfileDataDto,
  ({ captureObjects, capturePeriod }): ConfigureDefinableLoadProfileData =>
    present({ captureObjects: captureObjects?.map(objectDefinition), capturePeriod }),
  { capturePeriod: 900 },
);

const given = (value: unknown, name: string): boolean => {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return member !== undefined && member !== null;
};

const atLeastOne = rule(
  'atLeastOne',
  'must have at least one of captureObjects and capturePeriod',
  (value) => given(value, 'captureObjects') || given(value, 'capturePeriod'),
);

export const configureDefinableLoadProfileData: DataRule<ConfigureDefinableLoadProfileData> = {
  ...data,
  field(target, key) {
    data.field(target, key);
    atLeastOne(target, key);
  },
};
