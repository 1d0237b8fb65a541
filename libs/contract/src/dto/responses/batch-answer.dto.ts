import { ApiProperty } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto.js';

export class BatchItemAnswerDto {
  @ApiProperty({ type: 'integer', description: '202 accepted, 200 accepted before under the same key, else as `problem` says', example: 202 })
  status!: number;

  @ApiProperty({ type: String, format: 'uuid', required: false })
  correlationUid?: string;

  @ApiProperty({ type: String, required: false })
  deviceIdentification?: string;

  @ApiProperty({ type: String, required: false, description: 'opaque; for minPosition of queries' })
  position?: string;

  @ApiProperty({ type: () => ProblemDto, required: false, description: 'fields are named from the body: `commands[3].data.beginDate`' })
  problem?: ProblemDto;
}

export class BatchAnswerDto {
  @ApiProperty({ type: () => [BatchItemAnswerDto], description: 'one per command, in the order of the request' })
  items!: BatchItemAnswerDto[];
}
