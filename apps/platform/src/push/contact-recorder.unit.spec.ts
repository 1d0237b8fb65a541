import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { DeviceCommand } from '#domain';
import { silentLog, VirtualClock } from '#event-sourcing';
import type { ActContext, DeviceRepository } from '#orchestration';
import { ContactRecorder } from './contact-recorder.js';

const clock = new VirtualClock(0);

/** Devices whose streams are read when the test says so. */
function slowDevices() {
  const asked: { device: string; command: DeviceCommand; context: ActContext; end: (error?: Error) => void }[] = [];
  const execute = (device: string, command: DeviceCommand, context: ActContext) =>
    new Promise((resolve, reject) => {
      asked.push({ device, command, context, end: (error) => (error === undefined ? resolve(undefined) : reject(error)) });
    });
  return { asked, devices: { execute } as unknown as Pick<DeviceRepository, 'execute'> };
}

async function endAll(asked: ReturnType<typeof slowDevices>['asked']): Promise<void> {
  for (let seen = 0; seen < asked.length;) {
    while (seen < asked.length) asked[seen++]?.end();
    await nextTurn();
  }
}

describe('ContactRecorder', () => {
  it('records how a device was heard of', () => {
    const { asked, devices } = slowDevices();
    new ContactRecorder({ devices, clock, log: silentLog }).heard('A', 'alarm');
    const [first] = asked;
    expect(first).toMatchObject({ device: 'A', command: { kind: 'RecordContact', source: 'alarm' }, context: { actor: 'meterlog/gateway' } });
    expect(first?.command).toMatchObject({ correlationUid: first?.context.correlationUid });
  });

  it('looks at few streams at a time, and once for all that came meanwhile', async () => {
    const { asked, devices } = slowDevices();
    const contacts = new ContactRecorder({ devices, clock, log: silentLog });
    for (let round = 0; round < 3; round += 1) for (let n = 0; n < 40; n += 1) contacts.heard(`device ${n}`, `round ${round}`);
    expect(asked).toHaveLength(16);
    await endAll(asked);
    // The first sixteen were under way when the second round came.
    expect(asked.map(({ device }) => device)).toHaveLength(40 + 16);
    expect(asked.slice(16).every(({ command }) => command.kind === 'RecordContact' && command.source === 'round 2')).toBe(true);
  });

  it('takes a flood of names without end in bounded memory', async () => {
    const { asked, devices } = slowDevices();
    const contacts = new ContactRecorder({ devices, clock, log: silentLog });
    for (let n = 0; n < 30_000; n += 1) contacts.heard(`device ${n}`, 'push');
    await endAll(asked);
    expect(asked).toHaveLength(10_000 + 16);
  });

  it('goes on after a failure', async () => {
    const { asked, devices } = slowDevices();
    const contacts = new ContactRecorder({ devices, clock, log: silentLog });
    for (let n = 0; n < 17; n += 1) contacts.heard(`device ${n}`, 'push');
    asked[0]?.end(new Error('the store is in trouble'));
    await nextTurn();
    expect(asked).toHaveLength(17);
  });

  it('ends what is under way and forgets the rest when it stops', async () => {
    const { asked, devices } = slowDevices();
    const contacts = new ContactRecorder({ devices, clock, log: silentLog });
    for (let n = 0; n < 40; n += 1) contacts.heard(`device ${n}`, 'push');
    const stopped = contacts.stop();
    await endAll(asked);
    await stopped;
    expect(asked).toHaveLength(16);
  });
});
