import { ApiProperty } from '@nestjs/swagger';
import { MISSED_RUNS, OCCURRENCE_OUTCOMES, OCCURRENCE_STATUSES, SCHEDULE_STATUSES, SKIP_REASONS } from '#orchestration';
import { ScheduleFilterDto, ScheduleOptionsDto } from './schedules.dto.js';

/** Classes that only the API documentation reads. */
export class RunningOccurrenceDto {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: 'integer', description: 'commands accepted until now' })
  accepted!: number;

  @ApiProperty({ type: 'integer', description: 'devices that refused' })
  refused!: number;
}

export class LastOccurrenceDto extends RunningOccurrenceDto {
  @ApiProperty({ enum: OCCURRENCE_OUTCOMES, description: 'STOPPED: the schedule was paused or deleted before all devices were asked' })
  outcome!: string;
}

export class ScheduleDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: String })
  operation!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  data!: object | null;

  @ApiProperty({ type: ScheduleOptionsDto })
  options!: ScheduleOptionsDto;

  @ApiProperty({ type: ScheduleFilterDto })
  filter!: ScheduleFilterDto;

  @ApiProperty({ type: String })
  cron!: string;

  @ApiProperty({ type: String })
  timezone!: string;

  @ApiProperty({ enum: MISSED_RUNS })
  missedRuns!: string;

  @ApiProperty({ enum: SCHEDULE_STATUSES })
  status!: string;

  @ApiProperty({ type: String, description: 'organisation/application/user: its commands are accepted from this one' })
  createdBy!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  changedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while paused' })
  nextOccurrence!: string | null;

  @ApiProperty({ type: RunningOccurrenceDto, nullable: true, description: 'whose devices are being asked' })
  running!: RunningOccurrenceDto | null;

  @ApiProperty({ type: LastOccurrenceDto, nullable: true })
  lastOccurrence!: LastOccurrenceDto | null;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;
}

export class SkippedOccurrencesDto {
  @ApiProperty({ type: String, format: 'date-time', description: 'the last of them' })
  to!: string;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ enum: SKIP_REASONS })
  reason!: string;

  @ApiProperty({ type: String, nullable: true })
  detail!: string | null;
}

export class OccurrenceDto {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ enum: OCCURRENCE_STATUSES })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when all devices had been asked: their commands end later' })
  finishedAt!: string | null;

  @ApiProperty({ type: 'integer', description: 'commands that were accepted' })
  accepted!: number;

  @ApiProperty({ type: 'integer', description: 'devices that refused, such as unknown ones' })
  refused!: number;

  @ApiProperty({ type: SkippedOccurrencesDto, nullable: true, description: 'of occurrences that did not begin' })
  skipped!: SkippedOccurrencesDto | null;
}
