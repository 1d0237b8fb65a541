import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#eventstore/port.js';

const HASH = '0123456789abcdef'.repeat(4);
const AT = '2026-03-01T12:00:00.000Z';

/** A read of seven registers with the envelope that the platform gives it: 1.0 KiB as stored. */
export function sampleEvent(number: number): NewEvent {
  const id = randomUUID();
  const registers = ['1.8.1', '1.8.2', '2.8.1', '2.8.2', '1.7.0', '2.7.0', '16.7.0'];
  return {
    id,
    type: 'ActualMeterReadsRecorded',
    data: JSON.stringify({ takenAt: AT, registers: registers.map((obis, n) => ({ obis, value: number * 7 + n, unit: 'WH' })) }),
    metadata: JSON.stringify({
      actor: 'meterlog/gateway',
      causationId: id,
      commandId: id,
      correlationUid: id,
      eventId: id,
      hash: HASH,
      occurredAt: AT,
      prevHash: HASH,
      recordedAt: AT,
      schemaVersion: 1,
      type: 'ActualMeterReadsRecorded',
    }),
  };
}
