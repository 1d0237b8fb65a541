import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { BundleableOperation, MeterOperation, RegistryOperation } from '../../definitions/operations.js';
import type { DataRule } from '../operation-data/data-rule.js';
import { CommandRequestDto } from './command-request.dto.js';

/** Request of one operation. */
export class OperationRequestDto extends CommandRequestDto {
  declare data?: unknown;
}

/** One operation as an action of a bundle. */
export class OperationActionDto {
  declare operation: BundleableOperation;
  declare data?: unknown;
}

/** The class of an operation's request. */
export function requestType(operation: MeterOperation | RegistryOperation, { field, models }: DataRule<unknown>): new () => OperationRequestDto {
  class Request extends OperationRequestDto {}
  data(Request.prototype, field);
  return documented(Request, `${operation}RequestDto`, models);
}

/** The class of an operation in a bundle. */
export function actionType(operation: BundleableOperation, { field, models }: DataRule<unknown>): new () => OperationActionDto {
  class Action extends OperationActionDto {}
  ApiProperty({ enum: [operation] })(Action.prototype, 'operation');
  IsIn([operation])(Action.prototype, 'operation');
  data(Action.prototype, field);
  return documented(Action, `${operation}ActionDto`, models);
}

/** A field without a type in the documentation has that of its class: where there is none to be declared, the decorator has to be told. */
function data(prototype: object, field: PropertyDecorator): void {
  Reflect.defineMetadata('design:type', Object, prototype, 'data');
  field(prototype, 'data');
}

/** The name is that of the schema in the documentation. */
function documented<T>(type: new () => T, name: string, models: DataRule<unknown>['models']): new () => T {
  Object.defineProperty(type, 'name', { value: name });
  if (models.length > 0) ApiExtraModels(...models)(type);
  return type;
}
