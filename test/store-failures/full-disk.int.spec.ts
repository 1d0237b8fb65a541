import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChainedStream } from '../power-loss/chained-stream.js';
import { everyEvent } from '../power-loss/open-store.js';
import { eventually } from '../support/eventually.js';
import { hashesIn, contents, dense, fill, open } from './contents.js';
import { mountSmallDisk, noMounts, type SmallDisk } from './small-disk.js';

jest.setTimeout(30_000);

const MIB = 1024 * 1024;

const reason = noMounts();
const describeWithMounts = reason === undefined ? describe : describe.skip;

describeWithMounts(`a store on a disk of its own${reason === undefined ? '' : ` (${reason})`}`, () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(24 * MIB);
  });
  afterEach(() => disk.unmount());

  it('refuses appends as STORE_FULL when that is full, loses nothing acknowledged, and goes on when there is space', async () => {
    const ballast = join(disk.path, 'ballast');
    // What is freed later is enough to move the log into the file, too.
    writeFileSync(ballast, Buffer.alloc(18 * MIB));
    const opened = await open(disk.path);
    const acknowledged: string[] = [];
    const appendUntilRefused = async (stream: ChainedStream): Promise<unknown> => {
      for (;;) {
        try {
          acknowledged.push((await stream.append(20_000)).id);
        } catch (error) {
          return error;
        }
      }
    };
    const streams = Array.from({ length: 8 }, (_, n) => new ChainedStream(opened.store, `stream-${n}`));
    for (const error of await Promise.all(streams.map(appendUntilRefused))) {
      expect(error).toMatchObject({ name: 'EventStoreError', code: 'STORE_FULL', message: expect.stringContaining(join(disk.path, 'events.db')) });
    }
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(opened.file.failure()).toMatchObject({ code: 'STORE_FULL' });
    expect(await everyEvent(opened.store)).toHaveLength(acknowledged.length);

    rmSync(ballast);
    await eventually(
      async () => opened.file.failure()?.message,
      (failure) => failure === undefined,
    );
    for (const stream of streams) acknowledged.push((await stream.append(20_000)).id);
    await opened.close();

    const { positions, ids, isWhole } = await contents(disk.path);
    expect(positions).toEqual(dense(acknowledged.length));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(isWhole).toBe(true);
  }, 120_000);

  it('opens again with everything acknowledged after it stopped on a full disk', async () => {
    const ballast = join(disk.path, 'ballast');
    writeFileSync(ballast, Buffer.alloc(18 * MIB));
    const opened = await open(disk.path);
    const stream = new ChainedStream(opened.store, 'stream');
    let acknowledged = 0;
    const append = async (): Promise<boolean> =>
      stream.append(60_000).then(
        () => true,
        () => false,
      );
    while (await append()) acknowledged++;
    await opened.close();
    rmSync(ballast);
    const { positions, isWhole } = await contents(disk.path);
    expect(positions).toEqual(dense(acknowledged));
    expect(isWhole).toBe(true);
  }, 120_000);

  it('is not made while that is full, and is when there is space', async () => {
    const ballast = join(disk.path, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(32 * MIB))).toThrow('ENOSPC');
    await expect(open(disk.path)).rejects.toMatchObject({ code: 'STORE_FULL', message: expect.stringContaining(disk.path) });
    rmSync(ballast);
    await fill(disk.path, 3);
    expect((await contents(disk.path)).positions).toEqual(dense(3));
  });

  it.each([0, 5])('with %s events is refused as STORE_READ_ONLY when that cannot be written, and stays as it is', async (events) => {
    if (events > 0) await fill(disk.path, events);
    const before = hashesIn(disk.path);
    disk.remount('ro');
    await expect(open(disk.path)).rejects.toMatchObject({ code: 'STORE_READ_ONLY', message: expect.stringContaining(join(disk.path, 'events.db')) });
    disk.remount('rw');
    expect(hashesIn(disk.path)).toEqual(before);
    expect((await contents(disk.path)).positions).toEqual(dense(events));
  });
});
