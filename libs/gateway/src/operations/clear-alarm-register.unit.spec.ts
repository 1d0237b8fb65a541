import { describe, expect, it } from '@jest/globals';
import type { DeviceSettings } from '#contract';
import { d } from '#dlms';
import { contextOf, dsmr422Settings, smr51Settings } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { clearAlarmRegister } from './clear-alarm-register.js';

const smr55Settings: DeviceSettings = { ...smr51Settings, protocolVersion: '5.5' };
const REGISTERS = ['1/0.0.97.98.0.255/2', '1/0.0.97.98.1.255/2', '1/0.0.97.98.2.255/2'];

const registers = (...bits: number[]): Script => Object.fromEntries(bits.map((value, index) => [REGISTERS[index], d.u32(value)]));
const prepared = (settings: DeviceSettings) => clearAlarmRegister(null, contextOf(settings));

describe('ClearAlarmRegister', () => {
  it.each([
    ['4.2.2', dsmr422Settings, [1]],
    ['5.1', smr51Settings, [1]],
    ['5.2', { ...smr51Settings, protocolVersion: '5.2' }, [1, 2]],
    ['5.5', smr55Settings, [1, 2, 3]],
  ] as const)('sets the registers of %s to zero, in order', async (_version, settings, numbers) => {
    const access = new ScriptedAccess({});
    const outcome = await prepared(settings).execute(access);
    expect(access.writes).toEqual(numbers.map((number) => ({ name: REGISTERS[number - 1], data: d.u32(0) })));
    expect(access.reads).toEqual([]);
    expect(outcome).toEqual({
      response: null,
      description: 'Clear alarm register was successful',
      facts: [{ type: 'AlarmRegisterCleared', data: { registers: numbers }, occurredAt: Date.parse('2026-11-23T08:00:00Z') }],
    });
  });

  it('stops at the first register that the meter does not let go', async () => {
    const access = new ScriptedAccess({ '1/0.0.97.98.1.255/2': 3 });
    await expect(prepared(smr55Settings).execute(access)).rejects.toMatchObject({ code: 412 });
    expect(access.writes.map(({ name }) => name)).toEqual(REGISTERS.slice(0, 2));
  });
});

describe('ClearAlarmRegister in doubt', () => {
  it('was done when every register shows zero', async () => {
    const access = new ScriptedAccess(registers(0, 0, 0));
    const verdict = await prepared(smr55Settings).verify(access);
    expect(verdict).toMatchObject({ verdict: 'done', outcome: { response: null, facts: [{ type: 'AlarmRegisterCleared' }] } });
    expect({ reads: access.reads, writes: access.writes }).toEqual({ reads: [REGISTERS], writes: [] });
  });

  it.each([
    [1, 0, 0],
    [0, 2 ** 31, 0],
    [0, 0, 1],
  ])('may have been done when alarms are raised: %i, %i, %i', async (...bits) => {
    expect(await prepared(smr55Settings).verify(new ScriptedAccess(registers(...bits)))).toEqual({ verdict: 'cannot tell' });
  });

  it('fails when a register cannot be read', async () => {
    await expect(prepared(smr55Settings).verify(new ScriptedAccess(registers(0, 0)))).rejects.toMatchObject({ code: 412 });
  });
});
