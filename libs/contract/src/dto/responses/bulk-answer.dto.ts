import { ApiProperty } from '@nestjs/swagger';
import { CommandSummaryDto } from './command-view.dto.js';

export class BulkAnswerDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'stands as causationId on every event of it, the same over all its requests' })
  bulkUid!: string;

  @ApiProperty({ type: 'integer', description: 'in this request: changed, unchanged and refused together' })
  matched!: number;

  @ApiProperty({ type: 'integer' })
  changed!: number;

  @ApiProperty({ type: 'integer', description: 'were as they should be already' })
  unchanged!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description: 'how many, by code', example: { NOT_HOLDABLE: 2 } })
  refused!: Record<string, number>;

  @ApiProperty({ type: () => [CommandSummaryDto], required: false, description: 'of a dry run: the first 20 that match' })
  items?: CommandSummaryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'not all was looked at within the time of one request: send it again with this as `after`',
  })
  next!: string | null;
}
