import { APPLICATION_CONTEXT, d, MECHANISM, type Data } from '#dlms';
import { SERVER_CONFORMANCE, SERVER_MAX_PDU_SIZE } from '#dlms/server/index.js';

import type { MeterIdentity, SecurityLevel } from './identity.js';

const managementClient = 1;
const dlmsVersion = 6;
const associated = 2;
const conformanceBits = 24;

/** joint-iso-ccitt(2) country(16) country-name(756) identified-organisation(5) DLMS-UA(8). */
const organisation = [d.u8(2), d.u8(16), d.u16(756), d.u8(5), d.u8(8)];
const contextArc = d.u8(1);
const mechanismArc = d.u8(2);

const mechanisms: Readonly<Record<SecurityLevel, number>> = { none: MECHANISM.none, lls: MECHANISM.lls, hls5: MECHANISM.hlsGmac };

/** Attributes 3 to 9 of the management client's association; undefined for the others. */
export function associationValue({ logicalDevice, security }: MeterIdentity, attribute: number): Data | undefined {
  switch (attribute) {
    case 3:
      return d.structure(d.i8(managementClient), d.u16(logicalDevice));
    case 4:
      return d.structure(...organisation, contextArc, d.u8(security === 'hls5' ? APPLICATION_CONTEXT.lnCiphered : APPLICATION_CONTEXT.ln));
    case 5: {
      const conformance = d.bits(SERVER_CONFORMANCE.toString(2).padStart(conformanceBits, '0'));
      return d.structure(conformance, d.u16(SERVER_MAX_PDU_SIZE), d.u16(SERVER_MAX_PDU_SIZE), d.u8(dlmsVersion), d.i8(0), d.octets(new Uint8Array()));
    }
    case 6:
      return d.structure(...organisation, mechanismArc, d.u8(mechanisms[security]));
    case 8:
      return d.enumeration(associated);
    case 9:
      return d.octets('00002b0000ff');
    case 11:
      return d.structure(d.u8(0), d.text(''));
    default:
      return undefined;
  }
}
