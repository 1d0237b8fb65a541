import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '#contract/dto/rules/fields.js';

const MOST = 1_000_000;
const NOTES = '-1: unlimited, 0: none';

/** What a limit is set to, and why. */
export class LimitRequestDto {
  @IntegerField(-1, MOST, { description: `connections at once; ${NOTES}`, example: 20 })
  maxConcurrency!: number;

  @IntegerField(-1, MOST, { description: `new connections in any second; ${NOTES}`, example: -1 })
  maxNewPerSecond!: number;

  @TextField(1_000, { description: 'stands in the record', example: 'the cell is overloaded' })
  reason!: string;
}

/** Only the API documentation reads this one. */
export class LimitDto {
  @ApiProperty({ type: 'integer', nullable: true, description: 'base station; null: the whole network' })
  btsId!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'cell of the base station; null: all of it' })
  cellId!: number | null;

  @ApiProperty({ type: 'integer', description: `connections at once; ${NOTES}` })
  maxConcurrency!: number;

  @ApiProperty({ type: 'integer', description: `new connections in any second; ${NOTES}` })
  maxNewPerSecond!: number;

  @ApiProperty({ type: 'integer', description: 'connections open at the moment, as this process counts them' })
  inUse!: number;

  @ApiProperty({ type: String, nullable: true, description: 'organisation/application/user; null: never set' })
  changedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  changedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

/** Only the API documentation reads this one. */
export class NetworkLimitDto extends LimitDto {
  @ApiProperty({ type: [LimitDto], description: 'what was set for base stations and cells; all others are unlimited' })
  narrower!: LimitDto[];
}
