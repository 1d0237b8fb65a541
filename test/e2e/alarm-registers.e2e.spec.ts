import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { historyOf } from '../support/history.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

const REGISTERS = ['0.0.97.98.0.255', '0.0.97.98.1.255', '0.0.97.98.2.255'];

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.20.9.1', meters: 3, profiles: 'SMR5.5,SMR5.2,DSMR2.2' });
});
afterAll(async () => site?.stop());

/** What the meter itself holds, by the control interface of the fleet. */
async function bits(meter: string, registers: number): Promise<unknown[]> {
  const objects = REGISTERS.slice(0, registers).map((obis) =>
    site.fleet.control<{ data: { value: number } }>('GET', `/meters/${meter}/objects/1/${obis}/2`),
  );
  return (await Promise.all(objects)).map(({ data }) => data.value);
}

it.each([
  ['SMR 5.5', 3],
  ['SMR 5.2', 2],
  ['DSMR 2.2', 1],
] as const)('ClearAlarmRegister leaves no alarm in an %s meter', async (protocol, registers) => {
  const meter = site.meter(protocol);
  expect(await bits(meter, registers)).not.toContain(0);
  const command = await site.api.run('ClearAlarmRegister', meter);
  expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', description: 'Clear alarm register was successful' });
  expect(await bits(meter, registers)).toEqual(REGISTERS.slice(0, registers).map(() => 0));

  const history = await historyOf(site.api, meter);
  const own = history.filter(({ correlationUid, type }) => correlationUid === command.correlationUid && type === 'AlarmRegisterCleared');
  expect(own.map(({ data }) => data)).toEqual([{ registers: [1, 2, 3].slice(0, registers) }]);
});

it('ReadAlarmRegister names the alarms that were raised, and the device shows since when', async () => {
  const meter = site.meter('SMR 5.5');
  for (const [index, value] of [2 ** 31, 1, 2].entries())
    await site.fleet.control('PUT', `/meters/${meter}/objects/1/${REGISTERS[index]}/2`, { value });
  const alarmTypes = ['PHASE_OUTAGE_TEST_INDICATION', 'VOLTAGE_SAG_IN_PHASE_DETECTED_L1', 'LAST_GASP_TEST'];
  const command = await site.api.run('ReadAlarmRegister', meter);
  expect(command).toMatchObject({ status: 'SUCCEEDED', response: { alarmTypes } });
  const { body } = await site.api.get(`/v1/devices/${meter}?minPosition=${encodeURIComponent(command.position)}`);
  expect(body).toMatchObject({ known: { alarms: { value: alarmTypes, since: expect.any(String), confirmedAt: expect.any(String) } } });
});

it('clears alarms as an action of a bundle, too', async () => {
  const meter = site.meter('SMR 5.5');
  await site.fleet.control('PUT', `/meters/${meter}/objects/1/${REGISTERS[0]}/2`, { value: 4 });
  const command = await site.api.run('Bundle', meter, { actions: [{ operation: 'ClearAlarmRegister' }, { operation: 'GetActualMeterReads' }] });
  expect(command.response).toMatchObject({ actions: [{ operation: 'ClearAlarmRegister', result: 'OK' }, { result: 'OK' }] });
  expect(await bits(meter, 3)).toEqual([0, 0, 0]);
});
