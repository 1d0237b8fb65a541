import type { GetActualPowerQualityData, GetPowerQualityProfileData, GetProfileGenericDataData } from '../../definitions/data.js';
import { PROFILE_TYPES, type ProfileType } from '../../definitions/meter-enumerations.js';
import { present } from '../normalise/present.js';
import { ChoiceField, InstantField, ListField, ObisField } from '../rules/fields.js';
import { utc } from '../rules/instant.js';
import { NotBefore } from '../rules/order.js';
import { objectData } from './data-rule.js';
import { objectDefinition, ObjectDefinitionDto } from './object-definition.dto.js';

class GetActualPowerQualityDataDto {
  @ChoiceField(PROFILE_TYPES)
  profileType!: ProfileType;
}

class PeriodDto {
  @InstantField({ description: 'inclusive', example: '2026-11-01T00:00:00Z' })
  beginDate!: string;

  @InstantField({ description: 'inclusive; not before beginDate', example: '2026-11-01T06:00:00Z' }, NotBefore('beginDate'))
  endDate!: string;

  @ListField(() => ObjectDefinitionDto, { optional: true, description: 'columns that are wanted; all when absent' })
  selectedValues?: ObjectDefinitionDto[] | null;
}

class GetPowerQualityProfileDataDto extends PeriodDto {
  @ChoiceField(PROFILE_TYPES)
  profileType!: ProfileType;
}

class GetProfileGenericDataDataDto extends PeriodDto {
  @ObisField({ example: '1.0.99.1.0.255' })
  obisCode!: string;
}

const periodOf = ({ beginDate, endDate, selectedValues }: PeriodDto) => ({
  beginDate: utc(beginDate),
  endDate: utc(endDate),
  ...present({ selectedValues: selectedValues?.map(objectDefinition) }),
});

const period = { beginDate: '2026-11-01T00:00:00Z', endDate: '2026-11-01T06:00:00Z' };

export const getActualPowerQualityData = objectData(GetActualPowerQualityDataDto, ({ profileType }): GetActualPowerQualityData => ({ profileType }), {
  profileType: 'PUBLIC',
});

export const getPowerQualityProfileData = objectData(
  GetPowerQualityProfileDataDto,
  (dto): GetPowerQualityProfileData => ({ profileType: dto.profileType, ...periodOf(dto) }),
  { profileType: 'PUBLIC', ...period },
);

export const getProfileGenericDataData = objectData(
  GetProfileGenericDataDataDto,
  (dto): GetProfileGenericDataData => ({ obisCode: dto.obisCode, ...periodOf(dto) }),
  { obisCode: '1.0.99.1.0.255', ...period },
);
