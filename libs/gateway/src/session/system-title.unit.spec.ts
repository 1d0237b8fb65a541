import { describe, expect, it } from '@jest/globals';
import { clientSystemTitle } from './system-title.js';

describe('clientSystemTitle', () => {
  it.each([
    ['TEST1024000000001', '202020059682f001'],
    ['EXXXX000000000255', '20202000000000ff'],
    ['KAIFA', '2020200000000000'],
    ['E0004', '2020200000000000'],
    ['TEST1099999999999X', '202020174876e7ff'],
  ])('of %s is three blanks and the number behind its first five characters', (device, hex) => {
    expect(Buffer.from(clientSystemTitle(device)).toString('hex')).toBe(hex);
  });

  it('has eight octets for a number beyond 40 bits, too', () => {
    expect(clientSystemTitle('TEST1999999999999999')).toHaveLength(8);
  });
});
