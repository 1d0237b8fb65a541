import { describe, expect, it } from '@jest/globals';
import { silentLog } from '#event-sourcing';
import { abandonDeadAttempts } from './dead-attempts.js';
import type { DeviceRepository } from './device-repository.js';

const row = (deviceIdentification: string) => ({ deviceIdentification, correlationUid: '01a20fd7-78a4-798d-88fc-cf5153c5d13d', leaseToken: 'lease' });

describe('abandonDeadAttempts', () => {
  it('lets a device whose stream cannot be read keep nobody else from going on, and leaves those of others alone', async () => {
    const givenUp: string[] = [];
    const due = { waiting: async () => ({ rows: [], next: null }), runningRows: async () => [row('unreadable'), row('foreign'), row('sound')] };
    const devices = {
      execute: async (device: string) => {
        if (device === 'unreadable') throw new Error('an event cannot be decoded');
        givenUp.push(device);
        return { events: [] };
      },
    } as unknown as DeviceRepository;
    const living = { isOurs: () => false, owns: (device: string) => device !== 'foreign' };
    await expect(abandonDeadAttempts(due, devices, living, silentLog)).resolves.toBe(2);
    expect(givenUp).toEqual(['sound']);
  });
});
