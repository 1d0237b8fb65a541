import { ApiProperty } from '@nestjs/swagger';
import { rule } from '../rules/fields.js';
import { CommandRequestDto } from './command-request.dto.js';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** `data` of an operation that takes none: absent, null or empty. */
export const NoDataField = (): PropertyDecorator => (target, key) => {
  ApiProperty({ type: 'object', maxProperties: 0, additionalProperties: false, selfRequired: false })(target, key);
  rule('noData', 'must be absent or empty: the operation takes none', isEmpty)(target, key);
};

export class GetActualMeterReadsRequestDto extends CommandRequestDto {
  @NoDataField()
  data?: object | null;
}

export class ClearAlarmRegisterRequestDto extends CommandRequestDto {
  @NoDataField()
  data?: object | null;
}
