import type { EncryptionKeyStatus } from '../meter-enumerations.js';

/** Channel of the gateway meter, 1 to 4. */
export interface ChannelData {
  readonly channel: number;
}

/** What a gateway meter knows of the device on a channel; texts as they stand there, empty where there is nothing. */
export interface MbusShortId {
  readonly identificationNumber: string;
  readonly manufacturerIdentification: string;
  readonly versionIdentification: number;
  readonly deviceTypeIdentification: number;
}

export interface MbusChannels {
  readonly channelShortId: readonly { readonly channel: number; readonly shortId: MbusShortId }[];
}

export interface MbusEncryptionKeyStatus {
  readonly encryptionKeyStatus: EncryptionKeyStatus;
}
