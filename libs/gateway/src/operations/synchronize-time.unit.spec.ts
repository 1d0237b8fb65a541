import { describe, expect, it } from '@jest/globals';
import { decodeDateTime } from '#dlms';
import { contextOf, smr51Settings } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { synchronizeTime } from './synchronize-time.js';

async function write(now: string, timeZone = 'Europe/Amsterdam') {
  const access = new ScriptedAccess({});
  const outcome = await synchronizeTime({ timeZone }, contextOf(smr51Settings, now))(access);
  const [written] = access.writes;
  if (written?.data.type !== 'octet-string') throw new Error('nothing was written');
  return { outcome, name: written.name, time: decodeDateTime(written.data.value) };
}

describe('SynchronizeTime', () => {
  it('sets the clock to local winter time with its deviation', async () => {
    const { name, time, outcome } = await write('2026-11-23T08:00:01.239Z');
    expect(name).toBe('8/0.0.1.0.0.255/2');
    expect(time).toMatchObject({ year: 2026, month: 11, day: 23, hour: 9, minute: 0, second: 1, hundredths: 23, deviation: -60, status: 0 });
    expect(outcome).toMatchObject({ response: null, description: 'Synchronizing time was successful' });
  });

  it('sets the clock to local summer time with the DST bit', async () => {
    const { time } = await write('2026-07-01T10:00:00Z');
    expect(time).toMatchObject({ hour: 12, deviation: -120, status: 0x80 });
  });

  it('records what was written', async () => {
    const { outcome } = await write('2026-11-23T08:00:00Z');
    expect(outcome.facts).toEqual([
      {
        type: 'ClockSynchronized',
        data: { timezone: 'Europe/Amsterdam', time: '2026-11-23T09:00:00+01:00' },
        occurredAt: Date.parse('2026-11-23T08:00:00Z'),
      },
    ]);
  });

  it('refuses an unknown zone before any I/O', () => {
    expect(() => synchronizeTime({ timeZone: 'Europe/Atlantis' }, contextOf(smr51Settings))).toThrow(expect.objectContaining({ code: 401 }));
  });

  it('fails with the data-access-result of the meter', async () => {
    const access = new ScriptedAccess({ '8/0.0.1.0.0.255/2': 3 });
    const run = synchronizeTime({ timeZone: 'UTC' }, contextOf(smr51Settings))(access);
    await expect(run).rejects.toMatchObject({
      code: 412,
      message: 'SynchronizeTime: 8/0.0.1.0.0.255/2: the meter answered read-write-denied (3)',
      parameters: { dataAccessResult: '3' },
    });
  });
});
