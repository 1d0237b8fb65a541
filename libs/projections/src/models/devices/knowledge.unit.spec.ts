import { describe, expect, it } from '@jest/globals';
import { projected } from '../../test/projection-specification.js';
import { at, registered, type Sample } from '../../test/samples.js';
import { devices } from './device-document.js';
import { devicesProjection } from './devices-projection.js';

const read = (...alarmTypes: never[]): Sample => ({ type: 'AlarmRegisterRead', data: { registers: [], alarmTypes } });
const RAISED = ['CLOCK_INVALID' as never];
const cleared: Sample = { type: 'AlarmRegisterCleared', data: { registers: [1] } };

const known = async (...samples: Sample[]) => (await projected(devicesProjection, [registered(), ...samples])).of(devices)[0]?.known;

describe('What is known of a device', () => {
  it('is nothing as long as its meter has said nothing', async () => {
    expect(await known()).toEqual({});
  });

  it('is true since it was first said, and confirmed when it was last', async () => {
    expect(await known(read(...RAISED), read(...RAISED))).toEqual({
      alarms: { value: ['CLOCK_INVALID'], since: at(2000), confirmedAt: at(3000) },
    });
  });

  it('is true anew after another value in between', async () => {
    expect(await known(read(...RAISED), cleared, read(...RAISED))).toMatchObject({ alarms: { since: at(4000), confirmedAt: at(4000) } });
  });

  it('is also what the meter was told', async () => {
    expect(await known(read(...RAISED), cleared)).toEqual({ alarms: { value: [], since: at(3000), confirmedAt: at(3000) } });
  });

  it('needs a device that is registered', async () => {
    const result = await projected(devicesProjection, [cleared]);
    expect(result.of(devices)).toEqual([]);
  });

  it('survives that the device is registered anew', async () => {
    const replaced = { ...registered({ protocolVersion: '5.2' }), type: 'DeviceReplaced' } as Sample;
    expect(await known(read(...RAISED), replaced)).toMatchObject({ alarms: { since: at(2000) } });
  });

  it('is also shown as the firmware of the device', async () => {
    const versions = [{ firmwareModuleType: 'ACTIVE_FIRMWARE' as const, version: 'M57 4836' }];
    const result = await projected(devicesProjection, [registered(), { type: 'FirmwareVersionsRead', data: { versions } }]);
    expect(result.of(devices)[0]).toMatchObject({ firmware: versions, known: { firmwareVersions: { value: versions } } });
  });
});
