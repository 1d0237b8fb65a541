import { describe, expect, it } from '@jest/globals';

import { pushMessage, type PushContent } from './push-message.js';

const deviceIdentification = 'TEST1024000000001';
const idHex = Buffer.from(deviceIdentification, 'ascii').toString('hex');

function sent(content: Omit<PushContent, 'deviceIdentification'>): string {
  return pushMessage({ deviceIdentification, ...content }).toString('hex');
}

describe('pushMessage', () => {
  it('sends the alarm register after a comma (DSMR4)', () => {
    expect(sent({ format: 'DSMR4', kind: 'alarm', registers: { 1: 0x02020304 } })).toBe(`${idHex}2c02020304`);
  });

  it('names the trigger of a wake-up (DSMR4)', () => {
    expect(sent({ format: 'DSMR4', kind: 'wake-up', registers: {} })).toBe(`${idHex}2c0000020300ff`);
  });

  it.each([
    [{ kind: 'alarm', registers: { 1: 4 } }, '03', '0001190900ff', '0600000004'],
    [{ kind: 'alarm', registers: { 1: 4, 2: 1 } }, '04', '0001190900ff', '06000000040600000001'],
    [{ kind: 'wake-up', registers: {} }, '02', '0002190900ff', ''],
    [{ kind: 'last-gasp', registers: { 3: 1 } }, '03', '0003190900ff', '0600000001'],
  ] as const)('sends %j as a data notification (SMR5)', (content, count, obis, values) => {
    const apdu = `0f000000000002${count}0911${idHex}0906${obis}${values}`;
    const length = (apdu.length / 2).toString(16).padStart(4, '0');
    expect(sent({ format: 'SMR5', ...content })).toBe(`000100010067${length}${apdu}`);
  });

  it('sends an event notification that names the meter (MX382)', () => {
    expect(sent({ format: 'MX382', kind: 'last-gasp', registers: {} })).toBe(`000100670066001ec2000001808080808000020911${idHex}`);
  });
});
