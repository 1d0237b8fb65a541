import type { ServerWritableStream } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { Outlet } from './outlet.js';

/** Hands each message on at once and takes a turn of the loop until it is written. */
class SlowCall extends Writable {
  turns: string[][] = [[]];

  constructor() {
    super({ objectMode: true, highWaterMark: 2 });
  }

  override _write(message: string, _: BufferEncoding, callback: () => void): void {
    this.turns.at(-1)?.push(message);
    setImmediate(() => {
      this.turns.push([]);
      callback();
    });
  }
}

describe('the way out of a reading call', () => {
  it('lets out in one turn what belongs together, also while something else is still being written, and waits until there is room', async () => {
    const call = new SlowCall();
    const outlet = new Outlet(call as unknown as ServerWritableStream<unknown, string>);
    await outlet.sendAll(['a']);
    await outlet.sendAll(['event', 'checkpoint']);
    expect(call.writableLength).toBe(0);
    await outlet.sendAll(['b']);
    expect(call.turns.filter((turn) => turn.length > 0)).toEqual([['a'], ['event', 'checkpoint'], ['b']]);
  });
});
