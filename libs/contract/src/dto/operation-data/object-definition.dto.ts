import type { ObjectDefinition } from '../../definitions/data.js';
import { IntegerField, ObisField } from '../rules/fields.js';

const U16 = 65_535;

export class ObjectDefinitionDto {
  @IntegerField(0, U16, { description: 'interface class' })
  classId!: number;

  @ObisField()
  logicalName!: string;

  @IntegerField(0, 127)
  attributeIndex!: number;

  @IntegerField(0, U16, { optional: true, description: 'element of the attribute, counted from 1; 0, also when absent: the whole' })
  dataIndex?: number | null;
}

export function objectDefinition({ classId, logicalName, attributeIndex, dataIndex }: ObjectDefinitionDto): ObjectDefinition {
  return { classId, logicalName, attributeIndex, dataIndex: dataIndex ?? 0 };
}
