import { describe, expect, it } from '@jest/globals';
import { type ComplianceContext, given, newEvent, newStream } from './context.js';

const invalid = { code: 'INVALID_ARGUMENT' };
const names: readonly (readonly [why: string, name: string])[] = [
  ['empty', ''],
  ['of the system', '$all'],
  ['a metadata stream', '$$device-1'],
  ['with a control character', 'device-\n1'],
  ['with a lone surrogate', 'device-\ud800'],
  ['too long', 'x'.repeat(600)],
];

export function argumentCases(context: ComplianceContext): void {
  describe('arguments', () => {
    it('refuses an append without events', async () => {
      await expect(context.store.append(newStream(), [], 'any')).rejects.toMatchObject(invalid);
    });

    it.each(names)('refuses a stream name that is %s', async (_, name) => {
      const { store } = context;
      await expect(store.append(name, [newEvent()], 'any')).rejects.toMatchObject(invalid);
      await expect(store.readStream(name)).rejects.toMatchObject(invalid);
      await expect(store.setMetadata(name, {})).rejects.toMatchObject(invalid);
    });

    it('takes stream names of any script and punctuation', async () => {
      const { store } = context;
      const stream = newStream(`Zähler/é 1-%_*'"𝄞`);
      await given(store, stream, 2);
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it('refuses an event type of the system, and none', async () => {
      const { store } = context;
      for (const type of ['$metadata', '']) {
        await expect(store.append(newStream(), [{ ...newEvent(), type }], 'any')).rejects.toMatchObject(invalid);
      }
    });

    it('refuses an id that is no UUID, and one that stands twice in the append', async () => {
      const { store } = context;
      const event = newEvent();
      await expect(store.append(newStream(), [{ ...newEvent(), id: 'one' }], 'any')).rejects.toMatchObject(invalid);
      await expect(store.append(newStream(), [event, event], 'any')).rejects.toMatchObject(invalid);
    });

    it('refuses text that UTF-8 cannot carry', async () => {
      await expect(context.store.append(newStream(), [{ ...newEvent(), data: '"\ud800"' }], 'any')).rejects.toMatchObject(invalid);
    });

    it.each([-1, 0.5, NaN])('refuses the revision, position or limit %d', async (number) => {
      const { store } = context;
      await expect(store.append(newStream(), [newEvent()], number)).rejects.toMatchObject(invalid);
      await expect(store.readStream(newStream(), { from: number })).rejects.toMatchObject(invalid);
      await expect(store.readAll({ after: number })).rejects.toMatchObject(invalid);
      await expect(store.readAll({ limit: number })).rejects.toMatchObject(invalid);
    });
  });
}
