import type {
  AttributeAccessMode,
  CircuitSwitchedStatus,
  MethodAccessMode,
  ModemRegistrationStatus,
  PacketSwitchedStatus,
  SignalQuality,
} from '../meter-enumerations.js';

export interface CellInformation {
  readonly cellId: number;
  readonly locationId: number;
  readonly signalQuality: SignalQuality;
  /** 0 to 7, 99 not known. */
  readonly bitErrorRate: number;
  /** Modems of the older class do not tell the network. */
  readonly mobileCountryCode?: number;
  readonly mobileNetworkCode?: number;
  readonly channelNumber?: number;
}

export interface GsmDiagnostic {
  readonly operator: string;
  readonly modemRegistrationStatus: ModemRegistrationStatus;
  readonly circuitSwitchedStatus: CircuitSwitchedStatus;
  readonly packetSwitchedStatus: PacketSwitchedStatus;
  readonly cellInfo: CellInformation;
  readonly adjacentCells: readonly { readonly cellId: number; readonly signalQuality: SignalQuality }[];
  /** ISO 8601 with the meter's offset; null where the modem gives none. */
  readonly captureTime: string | null;
}

export interface GetSpecificAttributeValueData {
  readonly classId: number;
  readonly attribute: number;
  /** Six values with dots. */
  readonly obisCode: string;
}

export interface SpecificAttributeValue {
  /** Type and value, as text. */
  readonly attributeValueData: string;
}

export interface AssociationLnObject {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: string;
  readonly accessRights: {
    readonly attributeAccess: readonly {
      readonly attributeId: number;
      readonly accessMode: AttributeAccessMode;
      readonly accessSelectors: readonly number[];
    }[];
    readonly methodAccess: readonly { readonly methodId: number; readonly accessMode: MethodAccessMode }[];
  };
}

export interface AssociationLnObjects {
  readonly associationLnList: readonly AssociationLnObject[];
}

export interface AllAttributeValues {
  /** JSON: a list of objects with their attributes. */
  readonly output: string;
}
