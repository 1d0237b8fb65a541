import { ApiProperty } from '@nestjs/swagger';
import { COMMAND_STATUSES } from '../../definitions/enumerations.js';
import { CommandOptionsDto } from '../requests/command-options.dto.js';

export class AcceptedCommandDto {
  @ApiProperty({ type: String, format: 'uuid' })
  correlationUid!: string;

  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ enum: ['ACCEPTED'] })
  status!: string;

  @ApiProperty({ type: String, description: 'opaque; for minPosition of queries' })
  position!: string;
}

export class FaultDto {
  @ApiProperty({ type: 'integer', description: "the contract's code; 0: it has none" })
  code!: number;

  @ApiProperty({ type: String })
  type!: string;

  @ApiProperty({ type: String })
  message!: string;

  @ApiProperty({ type: String })
  component!: string;

  @ApiProperty({ type: String, required: false })
  innerException?: string;

  @ApiProperty({ type: String, required: false })
  innerMessage?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, selfRequired: false })
  parameters?: Record<string, string>;
}

export class AttemptDto {
  @ApiProperty({ type: 'integer' })
  number!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: string | null;

  @ApiProperty({ enum: ['SUCCEEDED', 'FAILED', 'ABANDONED'], nullable: true })
  outcome!: string | null;

  @ApiProperty({ type: 'integer', required: false })
  code?: number;

  @ApiProperty({ type: String, required: false })
  type?: string;
}

/** An action of which nobody knows whether the meter carried it out. */
export class UndecidedDto {
  @ApiProperty({ type: 'integer', description: 'slot of the bundle; 0 for a single operation' })
  index!: number;

  @ApiProperty({ type: String, example: 'ClearAlarmRegister' })
  operation!: string;

  @ApiProperty({ type: String })
  reason!: string;
}

/** A command without its response, as lists show it. */
export class CommandSummaryDto {
  @ApiProperty({ type: String, format: 'uuid' })
  correlationUid!: string;

  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ type: String, example: 'GetActualMeterReads' })
  operation!: string;

  @ApiProperty({ enum: [...COMMAND_STATUSES] })
  status!: string;

  @ApiProperty({ enum: ['OK', 'NOT OK'], nullable: true })
  result!: string | null;

  @ApiProperty({ type: () => FaultDto, nullable: true })
  fault!: FaultDto | null;

  @ApiProperty({ type: String, format: 'date-time' })
  acceptedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt!: string | null;

  @ApiProperty({ type: () => [AttemptDto] })
  attempts!: AttemptDto[];

  @ApiProperty({ type: () => CommandOptionsDto })
  options!: CommandOptionsDto;

  @ApiProperty({ type: 'integer', description: 'effective: that of `options`, lowered by retries' })
  priority!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({ type: () => [UndecidedDto], required: false, description: 'with NEEDS_DECISION: what there is to decide on' })
  undecided?: UndecidedDto[];

  @ApiProperty({ enum: ['PRESENT', 'DELETED', 'EXPIRED'], nullable: true, description: 'null while open and where there was no response' })
  responseState!: string | null;

  @ApiProperty({ type: String })
  organisation!: string;

  @ApiProperty({ type: String, description: 'organisation/application/user' })
  actor!: string;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;
}

export class CommandViewDto extends CommandSummaryDto {
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: "the operation's response; null where it has none" })
  response!: object | null;
}
