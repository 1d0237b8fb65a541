import { d, encodeApdu, encodeData, encodeWrapper, parseObis } from '#dlms';

export const pushKinds = ['alarm', 'wake-up', 'last-gasp'] as const;
export const pushFormats = ['DSMR4', 'SMR5', 'MX382'] as const;

export interface PushContent {
  readonly kind: (typeof pushKinds)[number];
  readonly format: (typeof pushFormats)[number];
  readonly deviceIdentification: string;
  /** Alarm registers by number, 1 to 3. */
  readonly registers: Readonly<Partial<Record<1 | 2 | 3, number>>>;
}

/** SAPs of a push: the meter's logical device, and the client that listens. */
const meterSap = 1;
const pushClientSap = 103;

const smr5Objects = { alarm: '0.1.25.9.0.255', 'wake-up': '0.2.25.9.0.255', 'last-gasp': '0.3.25.9.0.255' } as const;
const dsmr4WakeUp = '0.0.2.3.0.255';

/** The bytes that a meter of that format sends; without security, as these formats are. */
export function pushMessage(content: PushContent): Buffer {
  switch (content.format) {
    case 'DSMR4':
      return dsmr4(content);
    case 'SMR5':
      return smr5(content);
    case 'MX382':
      return mx382(content);
  }
}

/** Not DLMS: identification, a comma, then the alarm register or the logical name of what triggered the message. */
function dsmr4({ kind, deviceIdentification, registers }: PushContent): Buffer {
  const trigger = kind === 'wake-up' ? parseObis(dsmr4WakeUp) : uint32(registers[1] ?? 0);
  return Buffer.concat([Buffer.from(`${deviceIdentification},`, 'ascii'), trigger]);
}

/** A data notification: identification, logical name of the push setup, and the registers. */
function smr5({ kind, deviceIdentification, registers }: PushContent): Buffer {
  const numbers: readonly (1 | 2 | 3)[] = { alarm: [1, 2] as const, 'wake-up': [], 'last-gasp': [3] as const }[kind];
  const values = numbers.flatMap((number) => registers[number] ?? (number === 2 ? [] : 0));
  const body = d.structure(
    d.octets(Buffer.from(deviceIdentification, 'ascii')),
    d.octets(parseObis(smr5Objects[kind])),
    ...values.map((value) => d.u32(value)),
  );
  // Long invoke id 0 and no time, before the body.
  const apdu = Buffer.concat([Buffer.from([0x0f, 0, 0, 0, 0, 0]), encodeData(body)]);
  return encodeWrapper({ source: meterSap, destination: pushClientSap, apdu });
}

/** An event notification of an object that only serves to name the meter. */
function mx382({ deviceIdentification }: PushContent): Buffer {
  const apdu = encodeApdu({
    kind: 'event-notification',
    classId: 1,
    obis: '128.128.128.128.128.0',
    attribute: 2,
    data: d.octets(Buffer.from(deviceIdentification, 'ascii')),
  });
  return encodeWrapper({ source: 0x67, destination: 0x66, apdu });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
