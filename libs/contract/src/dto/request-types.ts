import type { OperationName } from '../definitions/operations.js';
import { AddDeviceRequestDto } from './requests/add-device.dto.js';
import { BundleRequestDto } from './requests/bundle.dto.js';
import type { CommandRequestDto } from './requests/command-request.dto.js';
import { FindEventsRequestDto } from './requests/find-events.dto.js';
import { GetPeriodicMeterReadsRequestDto } from './requests/get-periodic-meter-reads.dto.js';
import { ClearAlarmRegisterRequestDto, GetActualMeterReadsRequestDto } from './requests/no-data.dto.js';
import { SynchronizeTimeRequestDto } from './requests/synchronize-time.dto.js';

/** DTO class of each operation's request body. */
export const REQUEST_TYPES: { readonly [O in OperationName]: new () => CommandRequestDto } = {
  AddDevice: AddDeviceRequestDto,
  SynchronizeTime: SynchronizeTimeRequestDto,
  GetActualMeterReads: GetActualMeterReadsRequestDto,
  GetPeriodicMeterReads: GetPeriodicMeterReadsRequestDto,
  FindEvents: FindEventsRequestDto,
  ClearAlarmRegister: ClearAlarmRegisterRequestDto,
  Bundle: BundleRequestDto,
};
