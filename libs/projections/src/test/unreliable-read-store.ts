import type { ReadStore, WriteBatch } from '#readstore/port.js';

/**
 * `refuse`: nothing is written; `lose`: it is written, but the answer gets lost; `break`: every other document is written and no checkpoint,
 * as a store without transactions may do.
 */
export type WriteFault = 'refuse' | 'lose' | 'break' | undefined;

/** A read store whose writes of batches fail as told. */
export function unreliable(readStore: ReadStore, fault: (batch: WriteBatch) => WriteFault): ReadStore {
  const write = async (batch: WriteBatch): Promise<void> => {
    const what = fault(batch);
    if (what === 'break') await readStore.write({ writes: batch.writes.filter((_write, index) => index % 2 === 0) });
    else if (what !== 'refuse') await readStore.write(batch);
    if (what !== undefined) throw new Error(`the write was told to ${what}`);
  };
  return new Proxy(readStore, {
    get(target, name) {
      if (name === 'write') return write;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
