import { describe, expect, it } from '@jest/globals';
import type { SessionRequest, SessionResult } from '#gateway';
import { guardedGateway } from './guarded-gateway.js';

const REQUEST = { deviceIdentification: 'METER1' } as SessionRequest;
const DONE: SessionResult = { answered: [], facts: [] };

describe('a guarded gateway', () => {
  it('does not dial a device that is not ours any more, and says so in a way that costs no attempt', async () => {
    let dialled = 0;
    const run = async (): Promise<SessionResult> => {
      dialled += 1;
      return DONE;
    };
    const lost = new AbortController();
    const guarded = guardedGateway({ run }, { keeps: (device) => device !== 'METER1', lost: lost.signal });
    expect((await guarded.run(REQUEST)).failure).toMatchObject({ type: 'ATTEMPT_ABANDONED' });
    expect(dialled).toBe(0);
    expect(await guarded.run({ ...REQUEST, deviceIdentification: 'METER2' })).toBe(DONE);
  });

  it('has the session ask, before each thing it says, whether the lease is ours still', async () => {
    const mine = new Set(['METER1']);
    let ask: (() => boolean) | undefined;
    const run = async ({ mayTalk }: SessionRequest): Promise<SessionResult> => {
      ask = mayTalk;
      return DONE;
    };
    await guardedGateway({ run }, { keeps: (device) => mine.has(device), lost: new AbortController().signal }).run(REQUEST);
    expect(ask?.()).toBe(true);
    mine.clear();
    expect(ask?.()).toBe(false);
  });

  it.each(['the lease is lost', 'the caller wants it'])('ends a session when %s', async (why) => {
    const lost = new AbortController();
    const caller = new AbortController();
    const run = async (_request: SessionRequest, signal?: AbortSignal): Promise<SessionResult> =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(DONE)));
    const session = guardedGateway({ run }, { keeps: () => true, lost: lost.signal }).run(REQUEST, caller.signal);
    (why === 'the lease is lost' ? lost : caller).abort();
    expect(await session).toBe(DONE);
  });
});
