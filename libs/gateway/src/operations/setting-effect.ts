import type { MeterOperation } from '#contract';
import { encodeData, type AttributeRef, type Data } from '#dlms';
import { requireSuccess } from './access-result.js';
import type { Effect, OperationOutcome } from './operation.js';
import { readAttributes } from './read-attributes.js';

/** A value that an attribute is to get. */
export interface Setting {
  readonly ref: AttributeRef;
  readonly data: Data;
}

export const sameData = (one: Data, other: Data): boolean => Buffer.compare(encodeData(one), encodeData(other)) === 0;

/** Sets attributes one after the other; the first refusal ends it. What they hold says whether it was done. */
export function settingEffect(operation: MeterOperation, settings: readonly Setting[], withListMax: number, outcome: () => OperationOutcome): Effect {
  return {
    async execute(access) {
      for (const { ref, data } of settings) requireSuccess(await access.set(ref, data), ref, operation);
      return outcome();
    },
    async verify(access) {
      const refs = settings.map(({ ref }) => ref);
      const values = await readAttributes(access, refs, withListMax, operation);
      const done = settings.every(({ data }, index) => {
        const value = values[index];
        return value !== undefined && sameData(value, data);
      });
      return done ? { verdict: 'done', outcome: outcome() } : { verdict: 'not done' };
    },
  };
}
