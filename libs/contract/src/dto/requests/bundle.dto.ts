import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { plainToInstance, Transform } from 'class-transformer';
import { Allow, ArrayNotEmpty, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import type { BundleAction, BundleData } from '../../definitions/data.js';
import { BUNDLEABLE_OPERATIONS, type BundleableOperation } from '../../definitions/operations.js';
import { DATA_RULES } from '../operation-data/data-rules.js';
import { currentOperationName } from '../operation-names.js';
import { ObjectField } from '../rules/fields.js';
import { CommandRequestDto } from './command-request.dto.js';
import { actionType, type OperationActionDto } from './operation-types.js';

/** An action whose operation is not known: only that is said of it. */
class ActionDto {
  @IsIn([...BUNDLEABLE_OPERATIONS])
  operation!: string;

  @Allow()
  data?: unknown;
}

const ACTIONS: ReadonlyMap<string, new () => OperationActionDto> = new Map(
  BUNDLEABLE_OPERATIONS.map((operation) => [operation, actionType(operation, DATA_RULES[operation])]),
);
const ACTION_TYPES = [...ACTIONS.values()];

/** An action under its current name, as an object of its operation's class; what is no object stays for validation to refuse. */
function toAction(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given: unknown = Reflect.get(value, 'operation');
  const operation = typeof given === 'string' ? currentOperationName(given) : given;
  const type = (typeof operation === 'string' ? ACTIONS.get(operation) : undefined) ?? ActionDto;
  return plainToInstance<object, object>(type, { ...value, operation });
}

@ApiExtraModels(...ACTION_TYPES)
class BundleDataDto {
  @ApiProperty({ type: 'array', minItems: 1, items: { oneOf: ACTION_TYPES.map((type) => ({ $ref: getSchemaPath(type) })) } })
  @IsArray()
  @ArrayNotEmpty()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(toAction) : value))
  actions!: OperationActionDto[];
}

export class BundleRequestDto extends CommandRequestDto {
  @ObjectField(() => BundleDataDto)
  data!: BundleDataDto;
}

export function normaliseBundle({ actions }: BundleDataDto): BundleData {
  return { actions: actions.map(({ operation, data }) => actionOf(operation, data)) };
}

function actionOf(operation: BundleableOperation, given: unknown): BundleAction {
  return { operation, data: DATA_RULES[operation].toData(given) } as BundleAction;
}
