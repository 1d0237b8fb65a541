import { setTimeout } from 'node:timers/promises';
import type { PlatformOptions } from '../../../apps/platform/src/composition/create-platform.js';

/** Meters that answer everything, each session after as many ms as it is given; 0: at once. Nothing is sent to anybody. */
export function answeringGateway(lasting: () => number): NonNullable<PlatformOptions['gateway']> {
  return () => ({
    run: async ({ actions }, signal) => {
      const ms = lasting();
      if (ms > 0) await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      if (signal?.aborted === true) return { answered: [], facts: [], failure: STOPPED };
      return { answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: null, facts: [] })), facts: [] };
    },
    close: async () => undefined,
  });
}

const STOPPED = { code: 0, type: 'ATTEMPT_ABANDONED', message: 'stopped', component: 'PROTOCOL_DLMS' } as const;
