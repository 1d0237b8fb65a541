import { ApiProperty } from '@nestjs/swagger';
import { OPERATIONS } from '../../definitions/operations.js';
import { CommandOptionsDto } from './command-options.dto.js';

/** Classes that only the documentation reads: each command of a batch is checked as the request of its operation. */
export class BatchedCommandDto {
  @ApiProperty({ enum: Object.keys(OPERATIONS) })
  operation!: string;

  @ApiProperty({ type: String, maxLength: 40, example: 'TEST1024000000001' })
  deviceIdentification!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, selfRequired: false, description: "the operation's data" })
  data?: object | null;

  @ApiProperty({ type: () => CommandOptionsDto, required: false })
  options?: CommandOptionsDto;

  @ApiProperty({ type: String, maxLength: 255, required: false, description: 'as the header Idempotency-Key' })
  idempotencyKey?: string;
}

export class BatchRequestDto {
  @ApiProperty({ type: () => [BatchedCommandDto], minItems: 1, maxItems: 500 })
  commands!: BatchedCommandDto[];
}
