import { ApiProperty } from '@nestjs/swagger';
import { DEVICE_LIFECYCLE_STATUSES, EVENT_LOG_CATEGORIES, SECRET_TYPES } from '../../definitions/enumerations.js';

export class DeviceViewDto {
  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ type: String })
  deviceType!: string;

  @ApiProperty({ type: String, example: 'SMR' })
  protocolName!: string;

  @ApiProperty({ type: String, example: '5.1' })
  protocolVersion!: string;

  @ApiProperty({ enum: [...DEVICE_LIFECYCLE_STATUSES] })
  lifecycleStatus!: string;

  @ApiProperty({ type: String, nullable: true, description: 'gateway of an M-Bus device' })
  gatewayDevice!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  channel!: number | null;

  @ApiProperty({ type: String, nullable: true })
  networkAddress!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  btsId!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  cellId!: number | null;

  @ApiProperty({ type: String })
  timezone!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastContact!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastFailure!: string | null;

  @ApiProperty({ type: 'integer' })
  failedConnections!: number;

  @ApiProperty({ type: 'array', items: { type: 'object' } })
  firmware!: object[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'while the device could not be reached too often: commands wait until then, unless it is heard before',
  })
  circuitOpenUntil!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'seconds' })
  clockDrift!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: true },
    description: 'what the meter said of itself or was told: by name {value, since, confirmedAt}',
  })
  known!: object;

  @ApiProperty({ type: String })
  manufacturer!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  registeredAt!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;
}

export class HistoryItemDto {
  @ApiProperty({ type: 'integer' })
  revision!: number;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;

  @ApiProperty({ type: String, example: 'DeviceRegistered' })
  type!: string;

  @ApiProperty({ type: 'integer' })
  schemaVersion!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  occurredAt!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: String })
  eventId!: string;

  @ApiProperty({ type: String })
  commandId!: string;

  @ApiProperty({ type: String })
  correlationUid!: string;

  @ApiProperty({ type: String, nullable: true })
  causationId!: string | null;

  @ApiProperty({ type: String, example: 'operations/bootstrap/-' })
  actor!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  data!: object;

  @ApiProperty({ type: String })
  hash!: string;

  @ApiProperty({ type: String })
  prevHash!: string;
}

export class DeviceStateDto {
  @ApiProperty({ type: String })
  deviceIdentification!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;

  @ApiProperty({ type: String })
  hash!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  state!: object;
}

class QuantityDto {
  @ApiProperty({ type: String, example: '10.001' })
  value!: string;

  @ApiProperty({ enum: ['KWH', 'M3'] })
  unit!: string;
}

const quantity = { type: () => QuantityDto, required: false } as const;

export class MeterReadDto {
  @ApiProperty({ type: String, format: 'date-time', description: "with the meter's offset" })
  logTime!: string;

  @ApiProperty({ enum: ['ACTUAL', 'INTERVAL', 'DAILY', 'MONTHLY'] })
  kind!: string;

  @ApiProperty({ type: 'integer', nullable: true })
  channel!: number | null;

  @ApiProperty(quantity)
  activeEnergyImport?: QuantityDto;

  @ApiProperty(quantity)
  activeEnergyExport?: QuantityDto;

  @ApiProperty(quantity)
  activeEnergyImportTariffOne?: QuantityDto;

  @ApiProperty(quantity)
  activeEnergyImportTariffTwo?: QuantityDto;

  @ApiProperty(quantity)
  activeEnergyExportTariffOne?: QuantityDto;

  @ApiProperty(quantity)
  activeEnergyExportTariffTwo?: QuantityDto;

  @ApiProperty({ type: [String], required: false })
  amrProfileStatusCode?: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  collectedAt!: string;

  @ApiProperty({ type: String })
  correlationUid!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;
}

class EventDetailDto {
  @ApiProperty({ enum: ['magnitude', 'duration'] })
  name!: string;

  @ApiProperty({ type: String, example: '183.4 V' })
  value!: string;
}

export class MeterEventDto {
  @ApiProperty({ type: String, format: 'date-time', description: "with the meter's offset" })
  timestamp!: string;

  @ApiProperty({ enum: [...EVENT_LOG_CATEGORIES] })
  eventLogCategory!: string;

  @ApiProperty({ type: 'integer' })
  eventCode!: number;

  @ApiProperty({ type: String })
  eventType!: string;

  @ApiProperty({ type: 'integer', required: false })
  eventCounter?: number;

  @ApiProperty({ type: () => [EventDetailDto], required: false })
  eventDetails?: EventDetailDto[];
}

class PendingChangeDto {
  @ApiProperty({ type: String })
  fingerprint!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  since!: string;
}

export class KeyViewDto {
  @ApiProperty({ enum: [...SECRET_TYPES] })
  type!: string;

  @ApiProperty({ enum: ['NEW', 'ACTIVE', 'EXPIRED', 'WITHDRAWN'] })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  since!: string;

  @ApiProperty({ type: String, description: 'keyed hash: equal keys have equal ones' })
  fingerprint!: string;

  @ApiProperty({ type: () => PendingChangeDto, nullable: true })
  pendingChange!: PendingChangeDto | null;
}

export class ProjectionStatusDto {
  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ type: String, description: 'opaque' })
  position!: string;

  @ApiProperty({ type: 'integer' })
  lagEvents!: number;

  @ApiProperty({ type: Number })
  lagSeconds!: number;

  @ApiProperty({ type: 'integer', description: 'devices whose events are parked' })
  quarantined!: number;
}
