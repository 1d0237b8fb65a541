import { d, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { enumeration, type Enumeration } from '../values/enumeration.js';
import { fieldsOf, integerOf, octetsOf } from '../values/shapes.js';

export const pushTransport = enumeration(
  { TCP: 0, UDP: 1, FTP: 2, SMTP: 3, SMS: 4, HDLC: 5, M_BUS: 6, ZIGBEE: 7, GATEWAY: 8, MANUFACTURER_SPECIFIC: 200 },
  ['MANUFACTURER_SPECIFIC'],
);

export const pushMessageType = enumeration({ A_XDR_ENCODED_X_DLMS_APDU: 0, XML_ENCODED_X_DLMS_APDU: 1, MANUFACTURER_SPECIFIC: 128 }, [
  'MANUFACTURER_SPECIFIC',
]);

type NameOf<T> = T extends Enumeration<infer Name> ? Name : never;

/** Where a meter pushes to (push setup, attribute 3). */
export interface SendDestination {
  readonly transport: NameOf<typeof pushTransport>;
  /** As in `platform.example:9598`; empty when nothing is set. */
  readonly destination: string;
  readonly messageType: NameOf<typeof pushMessageType>;
}

/** @throws CosemValueError for another shape, or a number without a name */
export function decodeSendDestination(data: Data): SendDestination {
  const what = 'send_destination_and_method';
  const [transport, destination, messageType] = fieldsOf(data, 3, what);
  return {
    transport: named(pushTransport, integerOf(transport, what), what),
    destination: Buffer.from(octetsOf(destination, what)).toString('latin1'),
    messageType: named(pushMessageType, integerOf(messageType, what), what),
  };
}

export function encodeSendDestination({ transport, destination, messageType }: SendDestination): Data {
  return d.structure(
    d.enumeration(pushTransport.numberOf(transport)),
    d.octets(Buffer.from(destination, 'latin1')),
    d.enumeration(pushMessageType.numberOf(messageType)),
  );
}

/**
 * Host and port of a destination.
 * @throws CosemValueError when it does not end with a port
 */
export function parseDestination(destination: string): { host: string; port: number } {
  const match = /^(?<host>.+):(?<port>\d{1,5})$/.exec(destination);
  const { host = '', port = '' } = match?.groups ?? {};
  if (host === '' || Number(port) > 65_535) throw new CosemValueError(`destination ${destination} is not host:port`);
  return { host, port: Number(port) };
}

function named<Name extends string>(names: Enumeration<Name>, number: number, what: string): Name {
  const name = names.nameOf(number);
  if (name === undefined) throw new CosemValueError(`${what}: ${number} has no meaning`);
  return name;
}
