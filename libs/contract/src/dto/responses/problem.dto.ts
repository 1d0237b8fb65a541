import { ApiProperty } from '@nestjs/swagger';

export class FieldErrorDto {
  @ApiProperty({ type: String, example: 'data.beginDate' })
  field!: string;

  @ApiProperty({ type: String })
  message!: string;
}

/** RFC 9457. */
export class ProblemDto {
  @ApiProperty({ type: String, example: 'urn:meterlog:problem:validation-error' })
  type!: string;

  @ApiProperty({ type: String, example: 'VALIDATION_ERROR' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ type: String })
  detail!: string;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }], description: "the contract's error code where it has one", example: 401 })
  code!: number | string;

  @ApiProperty({ type: () => [FieldErrorDto] })
  errors!: FieldErrorDto[];
}
