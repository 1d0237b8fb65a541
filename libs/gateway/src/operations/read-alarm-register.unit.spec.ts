import { describe, expect, it } from '@jest/globals';
import { ALARM_TYPES } from '#contract';
import { alarmTypes } from '#cosem';
import { d } from '#dlms';
import { contextOf, dsmr422Settings, smr51Settings } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { readAlarmRegister } from './read-alarm-register.js';

const smr55Settings = { ...smr51Settings, protocolVersion: '5.5' };
const REGISTERS = {
  '1/0.0.97.98.0.255/2': d.u32(2 ** 31 + 2 ** 5 + 1),
  '1/0.0.97.98.1.255/2': d.u32(0b100),
  '1/0.0.97.98.2.255/2': d.u32(0b10),
};

describe('ReadAlarmRegister', () => {
  it('names the alarms of all registers, and records their bits', async () => {
    const access = new ScriptedAccess(REGISTERS);
    const alarms = ['CLOCK_INVALID', 'PHASE_OUTAGE_TEST_INDICATION', 'VOLTAGE_SAG_IN_PHASE_DETECTED_L3', 'LAST_GASP_TEST'];
    expect(await readAlarmRegister(null, contextOf(smr55Settings))(access)).toEqual({
      response: { alarmTypes: alarms },
      facts: [
        {
          type: 'AlarmRegisterRead',
          occurredAt: Date.parse('2026-11-23T08:00:00Z'),
          data: {
            registers: [
              { register: 1, bits: 2 ** 31 + 2 ** 5 + 1 },
              { register: 2, bits: 4 },
              { register: 3, bits: 2 },
            ],
            alarmTypes: alarms,
          },
        },
      ],
    });
    expect(access.reads).toEqual([Object.keys(REGISTERS)]);
  });

  it('asks a meter for no register that its profile does not have', async () => {
    const access = new ScriptedAccess(REGISTERS);
    const { response } = await readAlarmRegister(null, contextOf(dsmr422Settings))(access);
    expect(response).toEqual({ alarmTypes: ['CLOCK_INVALID', 'PHASE_OUTAGE_TEST_INDICATION'] });
    expect(access.reads).toEqual([['1/0.0.97.98.0.255/2']]);
  });

  it.each([d.u16(1), 3])('fails on what is no register: %j', async (answer) => {
    const access = new ScriptedAccess({ '1/0.0.97.98.0.255/2': answer });
    await expect(readAlarmRegister(null, contextOf(dsmr422Settings))(access)).rejects.toMatchObject({ code: 412 });
  });

  it('has a name of the contract for every alarm of a meter', () => {
    expect(alarmTypes.filter((alarm) => !ALARM_TYPES.includes(alarm))).toEqual([]);
  });
});
