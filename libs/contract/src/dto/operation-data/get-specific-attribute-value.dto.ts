import type { GetSpecificAttributeValueData } from '../../definitions/data.js';
import { IntegerField, ObisField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

/** The numbers of class and attribute have 16 and 8 bits in a request to the meter. */
class GetSpecificAttributeValueDataDto {
  @IntegerField(0, 65_535, { description: 'interface class', example: 3 })
  classId!: number;

  @IntegerField(-128, 127, { description: 'attribute of the class', example: 2 })
  attribute!: number;

  @ObisField()
  obisCode!: string;
}

export const getSpecificAttributeValueData = objectData(
  GetSpecificAttributeValueDataDto,
  ({ classId, attribute, obisCode }): GetSpecificAttributeValueData => ({ classId, attribute, obisCode }),
  { classId: 3, attribute: 2, obisCode: '1.0.1.8.0.255' },
);
