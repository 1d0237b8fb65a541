import type { Data } from '#dlms';

import type { CosemObject, ProtocolProfile } from '../profiles/profile.js';
import { octetsOf } from '../values/shapes.js';

/** Modules of a meter whose firmware has a version, with the tags of their objects. */
const modules = {
  ACTIVE_FIRMWARE: 'ACTIVE_FIRMWARE_IDENTIFIER',
  MODULE_ACTIVE_FIRMWARE: 'MODULE_ACTIVE_FIRMWARE_IDENTIFIER',
  COMMUNICATION_MODULE_ACTIVE_FIRMWARE: 'COMMUNICATION_MODULE_ACTIVE_FIRMWARE_IDENTIFIER',
  M_BUS_DRIVER_ACTIVE_FIRMWARE: 'MBUS_DRIVER_ACTIVE_FIRMWARE_IDENTIFIER',
} as const;

export type FirmwareModule = keyof typeof modules;

/** The modules that meters of a profile have, with the objects that name their versions. */
export function firmwareModulesOf(profile: ProtocolProfile): { module: FirmwareModule; object: CosemObject }[] {
  return (Object.keys(modules) as FirmwareModule[]).flatMap((module) => {
    const object = profile.objects.get(modules[module]);
    return object === undefined ? [] : [{ module, object }];
  });
}

/**
 * A firmware identifier as text, without the control characters that some meters fill up with.
 * @throws CosemValueError when the value has no octets
 */
export function decodeFirmwareVersion(data: Data): string {
  return Buffer.from(octetsOf(data, 'firmware identifier').filter(isPrintable)).toString('latin1');
}

/**
 * Simple version info of an M-Bus device: its octets in hex.
 * @throws CosemValueError when the value has no octets
 */
export function decodeSimpleVersionInfo(data: Data): string {
  return Buffer.from(octetsOf(data, 'simple version info')).toString('hex');
}

/** Neither of the two blocks of control characters of Latin-1. */
function isPrintable(octet: number): boolean {
  return octet >= 0x20 && (octet < 0x7f || octet > 0x9f);
}
