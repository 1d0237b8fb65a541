import { describe, expect, it } from '@jest/globals';

import { d, encodeDateTime, type Data } from '#dlms';

import type { CosemObject } from '../profiles/profile.js';
import { findProfile } from '../profiles/registry.js';
import { fromInstant } from '../time/cosem-instant.js';
import { decodeEventLog, EventLogError } from './event-log-rows.js';

const zone = 'Europe/Amsterdam';
const stamp = (text: string): Data => d.octets(encodeDateTime(fromInstant(Date.parse(text), zone)));

function log(tag: string): CosemObject {
  const object = findProfile('SMR', '5.1')?.objects.get(tag);
  if (object === undefined) throw new Error(tag);
  return object;
}

describe('decodeEventLog', () => {
  it('reads time and code', () => {
    const rows = decodeEventLog(log('STANDARD_EVENT_LOG'), d.array(d.structure(stamp('2026-11-01T10:00:00Z'), d.u8(255))), zone);
    expect(rows).toMatchObject([{ at: Date.parse('2026-11-01T10:00:00Z'), eventCode: 255, values: [], meterTime: { deviation: -60 } }]);
  });

  it('reads the counter of the communication log', () => {
    const rows = decodeEventLog(log('COMMUNICATION_SESSION_LOG'), d.array(d.structure(stamp('2026-11-01T10:00:00Z'), d.u8(73), d.u16(4711))), zone);
    expect(rows).toMatchObject([{ eventCode: 73, values: [4711] }]);
  });

  it('reads an empty log', () => {
    expect(decodeEventLog(log('FRAUD_DETECTION_LOG'), d.array(), zone)).toEqual([]);
  });

  it.each([
    ['another length', d.array(d.structure(stamp('2026-11-01T10:00:00Z'), d.u8(1), d.u8(2)))],
    ['no time', d.array(d.structure(d.nul, d.u8(1)))],
    ['a time of wildcards', d.array(d.structure(d.octets('ff'.repeat(12)), d.u8(1)))],
    ['text for a code', d.array(d.structure(stamp('2026-11-01T10:00:00Z'), d.text('1')))],
    ['no array', d.nul],
  ])('refuses %s', (_, buffer) => {
    expect(() => decodeEventLog(log('STANDARD_EVENT_LOG'), buffer, zone)).toThrow(EventLogError);
  });
});
