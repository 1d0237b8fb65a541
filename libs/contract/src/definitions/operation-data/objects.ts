/** An attribute, or one element of it (counted from 1; 0 is the whole). */
export interface ObjectDefinition {
  readonly classId: number;
  /** Six values with dots. */
  readonly logicalName: string;
  readonly attributeIndex: number;
  readonly dataIndex: number;
}

export interface Destination {
  readonly host: string;
  readonly port: number;
}

export interface SetPushSetupAlarmData {
  /** What is absent stays as it is in the meter. */
  readonly pushSetupAlarm: Partial<Destination> & { readonly pushObjectList?: readonly ObjectDefinition[] };
}

export interface SetPushSetupSmsData {
  readonly pushSetupSms: Destination;
}

export interface SetPushSetupLastGaspData {
  readonly pushSetupLastGasp: Destination;
}

/** At least one of the two. */
export interface ConfigureDefinableLoadProfileData {
  readonly captureObjects?: readonly ObjectDefinition[];
  /** Seconds. */
  readonly capturePeriod?: number;
}
