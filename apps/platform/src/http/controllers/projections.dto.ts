import { ApiProperty } from '@nestjs/swagger';
import { ProjectionStatusDto } from '#contract/dto/index.js';

/** Classes that only the API documentation reads. */
export class RebuildProgressDto {
  @ApiProperty({ type: String, format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;

  @ApiProperty({ type: String, description: 'opaque: what the store holds' })
  target!: string;

  @ApiProperty({ type: Number, description: '0 to 1' })
  done!: number;

  @ApiProperty({ type: 'integer' })
  eventsPerSecond!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'null as long as that is not known' })
  estimatedSecondsLeft!: number | null;
}

export class ProjectionDto extends ProjectionStatusDto {
  @ApiProperty({ type: 'integer', description: 'number of the build that is read' })
  generation!: number;

  @ApiProperty({ enum: ['LIVE', 'REBUILDING', 'OUTDATED'], description: 'OUTDATED: of an older version and not followed until its rebuild ends' })
  state!: string;

  @ApiProperty({ type: RebuildProgressDto, nullable: true })
  rebuild!: RebuildProgressDto | null;
}

export class QuarantinedDeviceDto {
  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ type: String, description: 'opaque; of the event that could not be applied, as revision and type' })
  position!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;

  @ApiProperty({ type: String })
  type!: string;

  @ApiProperty({ type: String })
  error!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  since!: string | null;

  @ApiProperty({ type: 'integer', description: 'events that wait' })
  parked!: number;
}

export class ReplayOutcomeDto {
  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ enum: ['CLEARED', 'KEPT'] })
  outcome!: string;

  @ApiProperty({ type: String, required: false, description: 'why it is kept' })
  error?: string;
}

export class ReplayOutcomesDto {
  @ApiProperty({ type: [ReplayOutcomeDto] })
  items!: ReplayOutcomeDto[];
}
