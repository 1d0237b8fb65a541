import { ApiProperty } from '@nestjs/swagger';
import { rule } from './fields.js';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** `data` of an operation that takes none: absent, null or empty. */
export const NoDataField = (): PropertyDecorator => (target, key) => {
  ApiProperty({ type: 'object', maxProperties: 0, additionalProperties: false, selfRequired: false })(target, key);
  rule('noData', 'must be absent or empty: the operation takes none', isEmpty)(target, key);
};
