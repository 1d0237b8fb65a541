import { BooleanField, HexField, InstantField, IntegerField, PatternField, TextField, TimeZoneField } from '../rules/fields.js';
import { DEVICE_IDENTIFICATION } from './command-request.dto.js';

const TEN_ALPHANUMERIC = /^[a-zA-Z0-9]{1,10}$/;
const INT = 2 ** 31 - 1;
/** Cipher text of an RSA key of up to 8192 bits. */
const CIPHER_BYTES = 1024;

const key = (meaning: string) =>
  HexField(CIPHER_BYTES, { optional: true, description: `${meaning}: RSA-OAEP cipher text, or 16 plain bytes where allowed` });

/** A meter. Source of names and limits: the contract's `Device`; the last eight fields are ours. */
export class DeviceDto {
  @PatternField(DEVICE_IDENTIFICATION, '16 to 40 letters, digits or blanks', { optional: true, description: 'the same as at the top' })
  deviceIdentification?: string;

  @TextField(50, { optional: true, description: 'default SMART_METER_E' })
  deviceType?: string;

  @TimeZoneField({ optional: true, description: 'default UTC', example: 'Europe/Amsterdam' })
  timezone?: string;

  @PatternField(TEN_ALPHANUMERIC, 'at most 10 letters or digits', { optional: true })
  communicationMethod?: string;

  @PatternField(TEN_ALPHANUMERIC, 'at most 10 letters or digits', { optional: true })
  communicationProvider?: string;

  @PatternField(/^[a-zA-Z0-9]{1,20}$/, 'at most 20 letters or digits', { optional: true })
  iccId?: string;

  @TextField(10, { optional: true, example: 'SMR' })
  protocolName?: string;

  @TextField(10, { optional: true, example: '5.1' })
  protocolVersion?: string;

  @TextField(10, { optional: true })
  protocolVariant?: string;

  @TextField(50, { optional: true })
  supplier?: string;

  @BooleanField({ optional: true })
  lls1Active?: boolean;

  @BooleanField({ optional: true })
  hls3Active?: boolean;

  @BooleanField({ optional: true })
  hls4Active?: boolean;

  @BooleanField({ optional: true })
  hls5Active?: boolean;

  @key('master key of an E-meter')
  masterKey?: string;

  @key('unicast encryption key of an E-meter')
  globalEncryptionUnicastKey?: string;

  @key('authentication key of an E-meter')
  authenticationKey?: string;

  @InstantField({ example: '2026-01-15T00:00:00Z' })
  deliveryDate!: string;

  @PatternField(/^[0-9]{8}$/, '8 digits', { optional: true })
  mbusIdentificationNumber?: string;

  @PatternField(/^[A-Z]{3}$/, '3 capital letters', { optional: true })
  mbusManufacturerIdentification?: string;

  @IntegerField(0, 255, { optional: true })
  mbusVersion?: number;

  @IntegerField(0, 255, { optional: true })
  mbusDeviceTypeIdentification?: number;

  @key('default key of an M-Bus device')
  mbusDefaultKey?: string;

  @key('user key of an M-Bus device')
  mbusUserKey?: string;

  @key('firmware update authentication key of an M-Bus device')
  mbusFirmwareUpdateAuthenticationKey?: string;

  @key('optical port key of an M-Bus device')
  mbusP0Key?: string;

  @BooleanField({ optional: true })
  polyphase?: boolean;

  @BooleanField({ optional: true })
  ipAddressIsStatic?: boolean;

  @IntegerField(-INT - 1, INT, { optional: true, description: 'attributes per GET with list; less than 1 means 1' })
  withListMax?: number;

  @BooleanField({ optional: true })
  selectiveAccessSupported?: boolean;

  @IntegerField(-INT - 1, INT, { description: 'length of the challenge in bytes; 8 to 64 can be used', example: 16 })
  challengeLength!: number;

  @IntegerField(1, 65_535, { optional: true, description: 'default 4059' })
  port?: number;

  @TextField(50, { optional: true, description: 'address that the meter is reached at', example: '127.16.0.1' })
  networkAddress?: string;

  @IntegerField(0, INT, { optional: true, description: 'base station' })
  btsId?: number;

  @IntegerField(0, INT, { optional: true, description: 'cell of the base station' })
  cellId?: number;

  @IntegerField(0, 65_535, { optional: true, description: 'logical device, default 1' })
  logicalId?: number;

  @IntegerField(0, 65_535, { optional: true, description: 'client of the association, default 1' })
  clientId?: number;

  @BooleanField({ optional: true })
  useHdlc?: boolean;

  @BooleanField({ optional: true })
  useSn?: boolean;

  @HexField(CIPHER_BYTES, {
    optional: true,
    description: 'password of low level security: RSA-OAEP cipher text, or 1 to 32 plain bytes where allowed',
  })
  llsPassword?: string;
}
