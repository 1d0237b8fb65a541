export interface SynchronizeTimeData {
  /** IANA zone. */
  readonly timeZone: string;
}
