import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { plainToInstance, Transform } from 'class-transformer';
import { Allow, ArrayNotEmpty, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { OPERATIONS, type BundleableOperation } from '../../definitions/operations.js';
import { ObjectField } from '../rules/fields.js';
import { currentOperationName } from '../operation-names.js';
import { CommandRequestDto } from './command-request.dto.js';
import { FindEventsDataDto, FindEventsDataField, FindEventsQueryDto } from './find-events.dto.js';
import { GetPeriodicMeterReadsDataDto } from './get-periodic-meter-reads.dto.js';
import { NoDataField } from './no-data.dto.js';
import { SynchronizeTimeDataDto } from './synchronize-time.dto.js';

export const BUNDLEABLE_OPERATIONS: readonly BundleableOperation[] = Object.values(OPERATIONS)
  .filter((definition) => definition.bundleable)
  .map((definition) => definition.name as BundleableOperation);

/** An action whose operation is not known: only that is said of it. */
class ActionDto {
  @IsIn([...BUNDLEABLE_OPERATIONS])
  operation!: string;

  @Allow()
  data?: unknown;
}

const OperationField =
  (operation: BundleableOperation): PropertyDecorator =>
  (target, key) => {
    ApiProperty({ enum: [operation] })(target, key);
    IsIn([operation])(target, key);
  };

export class SynchronizeTimeActionDto {
  @OperationField('SynchronizeTime')
  operation!: 'SynchronizeTime';

  @ObjectField(() => SynchronizeTimeDataDto)
  data!: SynchronizeTimeDataDto;
}

export class GetActualMeterReadsActionDto {
  @OperationField('GetActualMeterReads')
  operation!: 'GetActualMeterReads';

  @NoDataField()
  data?: object | null;
}

export class GetPeriodicMeterReadsActionDto {
  @OperationField('GetPeriodicMeterReads')
  operation!: 'GetPeriodicMeterReads';

  @ObjectField(() => GetPeriodicMeterReadsDataDto)
  data!: GetPeriodicMeterReadsDataDto;
}

@ApiExtraModels(FindEventsDataDto, FindEventsQueryDto)
export class FindEventsActionDto {
  @OperationField('FindEvents')
  operation!: 'FindEvents';

  @FindEventsDataField()
  data!: FindEventsDataDto | FindEventsQueryDto;
}

export class ClearAlarmRegisterActionDto {
  @OperationField('ClearAlarmRegister')
  operation!: 'ClearAlarmRegister';

  @NoDataField()
  data?: object | null;
}

const ACTIONS = {
  SynchronizeTime: SynchronizeTimeActionDto,
  GetActualMeterReads: GetActualMeterReadsActionDto,
  GetPeriodicMeterReads: GetPeriodicMeterReadsActionDto,
  FindEvents: FindEventsActionDto,
  ClearAlarmRegister: ClearAlarmRegisterActionDto,
} satisfies Record<BundleableOperation, new () => object>;

export type BundleActionDto = InstanceType<(typeof ACTIONS)[BundleableOperation]>;

/** An action under its current name, as an object of its operation's class; what is no object stays for validation to refuse. */
function toAction(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given: unknown = Reflect.get(value, 'operation');
  const operation = typeof given === 'string' ? currentOperationName(given) : given;
  const type = typeof operation === 'string' && isBundleable(operation) ? ACTIONS[operation] : ActionDto;
  return plainToInstance<object, object>(type, { ...value, operation });
}

function isBundleable(operation: string): operation is BundleableOperation {
  return Object.hasOwn(ACTIONS, operation);
}

@ApiExtraModels(...Object.values(ACTIONS))
export class BundleDataDto {
  @ApiProperty({ type: 'array', minItems: 1, items: { oneOf: Object.values(ACTIONS).map((type) => ({ $ref: getSchemaPath(type) })) } })
  @IsArray()
  @ArrayNotEmpty()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(toAction) : value))
  actions!: BundleActionDto[];
}

export class BundleRequestDto extends CommandRequestDto {
  @ObjectField(() => BundleDataDto)
  data!: BundleDataDto;
}
