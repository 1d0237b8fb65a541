import { describe, expect, it } from '@jest/globals';
import { FAULT_TYPES, type FaultCode } from './fault-codes.js';
import { fault, OWN_FAULT_TYPES, ownFault, type OwnFaultType } from './fault.js';
import { DATA_ACCESS_RESULT, isRetryable, retryClassOf, type RetryClass } from './retry-class.js';

/** Every code of the contract, written out: a code that is added, or that moves to another class, is to be argued for here. */
const CODES: Readonly<Record<FaultCode, RetryClass>> = {
  101: 'retryable',
  102: 'retryable',
  103: 'retryable',
  104: 'retryable',
  201: 'final',
  202: 'final',
  203: 'final',
  204: 'final',
  205: 'final',
  206: 'final',
  207: 'final',
  208: 'final',
  209: 'final',
  210: 'final',
  211: 'retryable',
  212: 'final',
  213: 'final',
  214: 'retryable',
  215: 'final',
  216: 'final',
  217: 'final',
  218: 'final',
  219: 'final',
  220: 'final',
  221: 'final',
  222: 'final',
  223: 'retryable',
  224: 'retryable',
  225: 'retryable',
  226: 'retryable',
  227: 'retryable',
  228: 'retryable',
  229: 'retryable',
  230: 'retryable',
  231: 'retryable',
  232: 'retryable',
  233: 'retryable',
  234: 'retryable',
  301: 'final',
  302: 'final',
  303: 'final',
  304: 'final',
  401: 'final',
  402: 'final',
  403: 'final',
  404: 'final',
  405: 'final',
  406: 'final',
  407: 'final',
  408: 'final',
  409: 'final',
  410: 'final',
  411: 'final',
  412: 'by result',
  413: 'final',
  414: 'retryable',
  415: 'final',
  416: 'final',
  417: 'final',
  419: 'retryable',
  501: 'retryable',
  502: 'retryable',
  503: 'retryable',
  601: 'final',
  602: 'final',
  603: 'final',
  604: 'final',
  701: 'final',
  702: 'final',
  703: 'final',
  704: 'final',
  801: 'final',
  802: 'final',
  803: 'final',
  804: 'final',
  805: 'retryable',
  806: 'final',
  807: 'final',
  808: 'final',
};

/** Data-access results of the Blue Book; 5 to 8, 10 and 20 on are none: nobody classified them. */
const RESULTS: Readonly<Record<number, boolean>> = {
  1: true,
  2: true,
  3: false,
  4: false,
  5: true,
  9: false,
  10: true,
  11: true,
  12: false,
  13: false,
  14: true,
  15: true,
  16: true,
  17: true,
  18: true,
  19: true,
  99: true,
  250: true,
};

const OWN: Readonly<Record<OwnFaultType, boolean>> = {
  CANCELLED: false,
  TECHNICAL_ERROR: true,
  ATTEMPT_ABANDONED: true,
  EFFECT_UNKNOWN: false,
};

const codes = Object.keys(FAULT_TYPES).map((code) => Number(code) as FaultCode);

describe('Another attempt after a fault', () => {
  it.each(codes)('of code %i makes sense, or not', (code) => {
    expect(retryClassOf(code)).toBe(CODES[code]);
    if (CODES[code] !== 'by result') expect(isRetryable(fault(code, '', 'PROTOCOL_DLMS'))).toBe(CODES[code] === 'retryable');
  });

  it.each(Object.entries(RESULTS))('412 with result %s makes sense: %s', (result, expected) => {
    expect(isRetryable(fault(412, '', 'PROTOCOL_DLMS', { parameters: { [DATA_ACCESS_RESULT]: result } }))).toBe(expected);
  });

  it('412 without a result makes sense: the answer was not what it should have been', () => {
    expect(isRetryable(fault(412, '', 'PROTOCOL_DLMS'))).toBe(true);
  });

  it.each(OWN_FAULT_TYPES)('of our own type %s makes sense, or not', (type) => {
    expect(isRetryable(ownFault(type, '', 'OSGP_CORE'))).toBe(OWN[type]);
  });

  it.each([0, 1, 99, 199, 599, 900, 999])('of code %i, which the contract does not have, makes sense', (code) => {
    expect(retryClassOf(code)).toBe('retryable');
  });
});
