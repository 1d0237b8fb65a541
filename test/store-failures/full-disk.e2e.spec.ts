import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDevice } from '../../apps/platform/test-support/requests.js';
import { eventually } from '../support/eventually.js';
import { startPlatform, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { mountSmallDisk, noMounts, type SmallDisk } from './small-disk.js';

const MIB = 1024 * 1024;
const AT_ONCE = 8;

const reason = noMounts();
const describeWithMounts = reason === undefined ? describe : describe.skip;

describeWithMounts(`a platform whose disk runs full${reason === undefined ? '' : ` (${reason})`}`, () => {
  let disk: SmallDisk;
  let platform: PlatformProcess;
  beforeEach(async () => {
    disk = mountSmallDisk(24 * MIB);
    platform = await startPlatform(disk.path, await freePort());
  }, 60_000);
  afterEach(async () => {
    await platform.program.stop();
    disk.unmount();
  });

  it('answers 503 with Retry-After, is not ready, loses nothing, and goes on by itself when there is space', async () => {
    const ballast = join(disk.path, 'ballast');
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 2 * MIB));
    let next = 0;
    const accepted: string[] = [];
    const add = async (): Promise<Headers | undefined> => {
      const device = `TEST1024${String(next++).padStart(9, '0')}`;
      const { status, headers } = await platform.api.post('/v1/commands/AddDevice', addDevice(device));
      if (status === 202) accepted.push(device);
      else expect({ device, status }).toEqual({ device, status: 503 });
      return status === 202 ? undefined : headers;
    };
    const addUntilRefused = async (): Promise<Headers> => {
      for (;;) {
        const refused = await add();
        if (refused !== undefined) return refused;
      }
    };
    const refusals = await Promise.all(Array.from({ length: AT_ONCE }, addUntilRefused));
    for (const headers of refusals) expect(headers.get('retry-after')).toBe('5');
    expect(accepted.length).toBeGreaterThan(AT_ONCE);
    const readiness = async (): Promise<number> => (await platform.api.raw('/health/ready')).status;
    await eventually(readiness, (status) => status === 503);

    rmSync(ballast);
    await eventually(readiness, (status) => status === 200);
    expect(await add()).toBeUndefined();
    const devices = await eventually(
      async () => platform.api.all<{ deviceIdentification: string }>('/v1/devices?limit=500'),
      (items) => items.some(({ deviceIdentification }) => deviceIdentification === accepted.at(-1)),
    );
    expect(devices.map(({ deviceIdentification }) => deviceIdentification).toSorted()).toEqual(accepted.toSorted());
  }, 120_000);
});
