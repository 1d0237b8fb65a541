import { BooleanField, ObjectField, TextField } from '../rules/fields.js';
import { CommandRequestDto } from './command-request.dto.js';
import { DeviceDto } from './device.dto.js';

export class DeviceModelDto {
  @TextField(4, { description: 'manufacturer code', example: 'Test' })
  manufacturer!: string;

  @TextField(255, { optional: true, example: 'E450' })
  modelCode?: string;
}

export class AddDeviceDataDto {
  @ObjectField(() => DeviceDto)
  device!: DeviceDto;

  @ObjectField(() => DeviceModelDto)
  deviceModel!: DeviceModelDto;

  @BooleanField({ optional: true, description: 'replace a device that exists already; default false' })
  overwrite?: boolean;
}

export class AddDeviceRequestDto extends CommandRequestDto {
  @ObjectField(() => AddDeviceDataDto)
  data!: AddDeviceDataDto;
}
