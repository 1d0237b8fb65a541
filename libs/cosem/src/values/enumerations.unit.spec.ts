import { describe, expect, it } from '@jest/globals';

import { attributeAccessMode, methodAccessMode } from '../association/object-list.js';
import { circuitSwitchedStatus, modemRegistration, packetSwitchedStatus } from '../gsm/gsm-status.js';
import { signalDbm, signalQuality } from '../gsm/signal-quality.js';
import { pushMessageType, pushTransport } from '../push/send-destination.js';
import { CosemValueError } from './cosem-value-error.js';
import type { Enumeration } from './enumeration.js';
import { administrativeStatus, gprsOperationMode, imageTransferStatus, mbusKeyStatus } from './small-enumerations.js';

type Case = readonly [string, Enumeration<string>, string];

/** Number and name of everything that has a name; `6+` and `200+` begin a range up to 255. */
const table: readonly Case[] = [
  ['administrative status', administrativeStatus, '0 UNDEFINED, 1 OFF, 2 ON'],
  [
    'M-Bus key status',
    mbusKeyStatus,
    '0 NO_ENCRYPTION_KEY, 1 ENCRYPTION_KEY_SET, 2 ENCRYPTION_KEY_TRANSFERRED, 3 ENCRYPTION_KEY_SET_AND_TRANSFERRED, 4 ENCRYPTION_KEY_IN_USE',
  ],
  [
    'image transfer status',
    imageTransferStatus,
    '0 NOT_INITIATED, 1 INITIATED, 2 VERIFICATION_INITIATED, 3 VERIFICATION_SUCCESSFUL, 4 VERIFICATION_FAILED, 5 ACTIVATION_INITIATED, 6 ACTIVATION_SUCCESSFUL, 7 ACTIVATION_FAILED',
  ],
  ['GPRS operation mode', gprsOperationMode, '1 ALWAYS_ON, 2 TRIGGERED'],
  [
    'modem registration',
    modemRegistration,
    '0 NOT_REGISTERED, 1 REGISTERED_HOME_NETWORK, 2 NOT_REGISTERED_CURRENT_SEARCH_OPERATOR_TO_REGISTER_TO, 3 REGISTRATION_DENIED, 4 UNKNOWN, 5 REGISTERED_ROAMING, 6+ RESERVED',
  ],
  ['circuit switched status', circuitSwitchedStatus, '0 INACTIVE, 1 INCOMING_CALL, 2 ACTIVE, 3+ RESERVED'],
  [
    'packet switched status',
    packetSwitchedStatus,
    '0 INACTIVE, 1 GPRS, 2 EDGE, 3 UMTS, 4 HSDPA, 5 LTE, 6 CDMA, 7 LTE_CAT_M_18, 8 LTE_NB_IOT, 9+ RESERVED',
  ],
  ['push transport', pushTransport, '0 TCP, 1 UDP, 2 FTP, 3 SMTP, 4 SMS, 5 HDLC, 6 M_BUS, 7 ZIGBEE, 8 GATEWAY, 200+ MANUFACTURER_SPECIFIC'],
  ['push message type', pushMessageType, '0 A_XDR_ENCODED_X_DLMS_APDU, 1 XML_ENCODED_X_DLMS_APDU, 128+ MANUFACTURER_SPECIFIC'],
  [
    'attribute access',
    attributeAccessMode,
    '0 NO_ACCESS, 1 READ_ONLY, 2 WRITE_ONLY, 3 READ_AND_WRITE, 4 AUTHENTICATED_READ_ONLY, 5 AUTHENTICATED_WRITE_ONLY, 6 AUTHENTICATED_READ_AND_WRITE',
  ],
  ['method access', methodAccessMode, '0 NO_ACCESS, 1 ACCESS, 2 AUTHENTICATED_ACCESS'],
];

function expected(text: string): (string | undefined)[] {
  const names: (string | undefined)[] = Array.from({ length: 257 });
  for (const [number = '', name] of text.split(', ').map((part) => part.split(' '))) {
    const first = Number.parseInt(number, 10);
    for (let value = first; value <= (number.endsWith('+') ? 255 : first); value++) names[value] = name;
  }
  return names;
}

describe.each(table)('%s', (_, names, text) => {
  const byNumber = expected(text);

  it('names every number that has a meaning', () => {
    expect(byNumber.map((__, number) => names.nameOf(number))).toEqual(byNumber);
    expect(names.nameOf(-1)).toBeUndefined();
    expect(names.nameOf(0.5)).toBeUndefined();
  });

  it('numbers every name', () => {
    expect([...names.names].toSorted()).toEqual([...new Set(byNumber)].filter((name) => name !== undefined).toSorted());
    for (const name of names.names) expect(names.numberOf(name)).toBe(byNumber.indexOf(name));
    expect(() => names.numberOf('toString')).toThrow(CosemValueError);
  });
});

describe('signal quality', () => {
  it('goes in steps of 2 dB', () => {
    for (let number = 0; number <= 31; number++) {
      const dbm = -113 + 2 * number;
      const suffix = number === 0 ? '_OR_LESS' : number === 31 ? '_OR_GREATER' : '';
      expect(signalDbm(number)).toBe(dbm);
      expect(signalQuality.nameOf(number)).toBe(`MINUS_${-dbm}_DBM${suffix}`);
    }
  });

  it('knows 99 as not known, and nothing else', () => {
    expect(signalQuality.nameOf(99)).toBe('NOT_KNOWN_OR_NOT_DETECTABLE');
    for (const number of [99, 32, 98, 100, 255, -1, 1.5]) expect(signalDbm(number)).toBeUndefined();
    for (const number of [32, 98, 100, 255]) expect(signalQuality.nameOf(number)).toBeUndefined();
    expect(signalQuality.names).toHaveLength(33);
    for (const name of signalQuality.names) expect(signalQuality.nameOf(signalQuality.numberOf(name))).toBe(name);
  });
});
