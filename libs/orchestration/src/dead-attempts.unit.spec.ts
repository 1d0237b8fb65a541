import { describe, expect, it } from '@jest/globals';
import { silentLog } from '#event-sourcing';
import { abandonDeadAttempts } from './dead-attempts.js';
import type { DeviceRepository } from './device-repository.js';

const row = (deviceIdentification: string) => ({ deviceIdentification, correlationUid: '01a20fd7-78a4-798d-88fc-cf5153c5d13d', leaseToken: 'lease' });

describe('abandonDeadAttempts', () => {
  it('lets a device whose stream cannot be read keep nobody else from going on', async () => {
    const givenUp: string[] = [];
    const due = { dueRows: async () => [], nextDueAt: async () => undefined, runningRows: async () => [row('unreadable'), row('sound')] };
    const devices = {
      execute: async (device: string) => {
        if (device === 'unreadable') throw new Error('an event cannot be decoded');
        givenUp.push(device);
        return { events: [] };
      },
    } as unknown as DeviceRepository;
    await expect(abandonDeadAttempts(due, devices, () => false, silentLog)).resolves.toBe(2);
    expect(givenUp).toEqual(['sound']);
  });
});
