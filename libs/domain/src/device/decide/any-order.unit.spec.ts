import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { fault } from '#contract';
import type { DeviceCommand, FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import type { RecordedDeviceEvent } from '../events/recorded.js';
import { evolve } from '../evolve.js';
import { DEFAULT_POLICY, uniformPolicies } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import { initialState, type DeviceState } from '../state.js';
import { accept, at, DEVICE, NOW, OPTIONS, registered, UID } from '../testing/samples.js';
import { decide } from './index.js';

jest.setTimeout(60_000);

const ENDINGS = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);
const LIFETIME = 30 * 60_000;

/** What clients, dispatcher and sessions do to one command, in any order, after any pause. */
const finish = (outcome: FinishAttempt['outcome'], leaseToken: string): FinishAttempt => ({
  kind: 'FinishAttempt',
  correlationUid: UID,
  attempt: 1,
  leaseToken,
  facts: [],
  answers: [],
  outcome,
});
const failure = { kind: 'failed', fault: fault(233, '', 'PROTOCOL_DLMS') } as const;
const lease = fc.constantFrom('a', 'b');
const act: fc.Arbitrary<DeviceCommand> = fc.oneof(
  fc.constantFrom<DeviceCommand>(
    { kind: 'Hold', correlationUid: UID, reason: 'storm' },
    { kind: 'Release', correlationUid: UID, reason: 'calm' },
    { kind: 'Cancel', correlationUid: UID, reason: 'enough' },
    { kind: 'Expire', correlationUid: UID },
  ),
  fc.nat(9).map((priority): DeviceCommand => ({ kind: 'ChangePriority', correlationUid: UID, priority, reason: 'urgent' })),
  lease.map((leaseToken): DeviceCommand => ({ kind: 'StartAttempt', correlationUid: UID, leaseToken })),
  lease.map((leaseToken): DeviceCommand => ({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken })),
  lease.map((leaseToken) => finish(failure, leaseToken)),
  lease.map((leaseToken) => finish({ kind: 'succeeded' }, leaseToken)),
);
const steps = fc.array(fc.tuple(fc.constantFrom(0, 1_000, 60_000, 900_000), act), { maxLength: 30 });
const options = fc.constantFrom(OPTIONS, { ...OPTIONS, scheduleTime: at(120_000) }, { ...OPTIONS, bypassRetry: true });

function fold(state: DeviceState, event: DeviceEvent, now: number): DeviceState {
  const instant = new Date(now).toISOString();
  const origin = { eventId: '', commandId: '', causationId: null, actor: 'operations/demo/-', schemaVersion: 1 };
  const place = { stream: `device-${DEVICE}`, revision: 0, position: 1, prevHash: '', hash: '' };
  return evolve(state, { ...origin, ...place, correlationUid: UID, occurredAt: instant, recordedAt: instant, ...event } as RecordedDeviceEvent);
}

/** Refused acts change nothing. */
function decided(command: DeviceCommand, state: DeviceState, now: number): readonly DeviceEvent[] {
  try {
    return decide(command, state, now, uniformPolicies({ ...DEFAULT_POLICY, lifetime: LIFETIME }));
  } catch (error) {
    if (error instanceof CommandRefusedError) return [];
    throw error;
  }
}

it('a command ends once, starts nothing while it is held, and comes back from a hold as it was', () => {
  fc.assert(
    fc.property(options, steps, (asked, acts) => {
      let now = NOW;
      let state = fold(initialState(DEVICE), registered(), now);
      let before: DeviceState['open'][string] | undefined;
      let ends = 0;
      const all: (readonly [number, DeviceCommand])[] = [
        [0, accept({ options: asked })],
        ...acts,
        // However it was left, it ends when its time is over.
        [LIFETIME * 2, { kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'a' }],
        [0, { kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'b' }],
        [0, { kind: 'StartAttempt', correlationUid: UID, leaseToken: 'last' }],
      ];
      for (const [pause, command] of all) {
        now += pause;
        for (const event of decided(command, state, now)) {
          const open = state.open[UID];
          if (event.type === 'AttemptStarted') expect(open?.status).not.toBe('HELD');
          if (event.type === 'CommandHeld') before = open;
          state = fold(state, event, now);
          const { status, dueAt } = state.open[UID] ?? {};
          if (event.type === 'CommandReleased') expect({ status, dueAt }).toEqual({ status: before?.status, dueAt: before?.dueAt });
          if (ENDINGS.has(event.type)) ends++;
        }
      }
      expect(ends).toBe(1);
      expect(state.open).toEqual({});
    }),
    { numRuns: 1_000 },
  );
});
