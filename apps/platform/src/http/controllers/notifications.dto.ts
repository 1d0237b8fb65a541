import { ApiProperty } from '@nestjs/swagger';
import { ATTEMPT_OUTCOMES, ENDED_STATUSES, GIVEN_UP_REASONS, NOTIFICATION_STATUSES } from '#orchestration';

/** Classes that only the API documentation reads. */
export class NotificationAttemptDto {
  @ApiProperty({ type: 'integer' })
  number!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: 'integer', description: 'ms' })
  durationMs!: number;

  @ApiProperty({ enum: ATTEMPT_OUTCOMES })
  outcome!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'what the receiver answered' })
  httpStatus!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'code of what went wrong, such as ECONNREFUSED or PRIVATE_ADDRESS' })
  error!: string | null;
}

export class NotificationDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'sent as Meterlog-Id, the same at every attempt' })
  id!: string;

  @ApiProperty({ type: String, format: 'uuid' })
  correlationUid!: string;

  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ type: String })
  operation!: string;

  @ApiProperty({ enum: ENDED_STATUSES, description: 'how the command ended' })
  commandStatus!: string;

  @ApiProperty({ enum: ['OK', 'NOT OK'] })
  result!: string;

  @ApiProperty({ type: String })
  notificationType!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'when the command ended' })
  occurredAt!: string;

  @ApiProperty({ type: String, format: 'uri' })
  url!: string;

  @ApiProperty({ enum: NOTIFICATION_STATUSES })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  requestedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null when none is to come' })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt!: string | null;

  @ApiProperty({ enum: GIVEN_UP_REASONS, nullable: true, description: 'why nothing more is tried' })
  givenUp!: string | null;

  @ApiProperty({ type: [NotificationAttemptDto], description: 'the last hundred' })
  attempts!: NotificationAttemptDto[];

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;
}
