import type { ReadStore, WriteBatch } from '#readstore/port.js';

/** `refuse`: nothing is written; `lose`: it is written, but the answer gets lost. */
export type WriteFault = 'refuse' | 'lose' | undefined;

/** A read store whose writes of batches fail as told. */
export function unreliable(readStore: ReadStore, fault: (batch: WriteBatch) => WriteFault): ReadStore {
  const write = async (batch: WriteBatch): Promise<void> => {
    const what = fault(batch);
    if (what !== 'refuse') await readStore.write(batch);
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
