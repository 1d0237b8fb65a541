/** What the platform needs to know of an operation beside its data. */
export interface OperationDefinition {
  readonly name: string;
  readonly summary: string;
  /** Can stand in a bundle. */
  readonly bundleable: boolean;
  /** False: answered by the platform alone, without a connection to a meter. */
  readonly needsMeter: boolean;
  /** Device function of the contract that authorises it, and type of its notification; null: no check against the device. */
  readonly deviceFunction: string | null;
  /**
   * What doing it twice would mean. `checkable`: the meter can be asked whether it was done. `dangerous`: something may be lost, and the
   * meter cannot always tell. Of a bundle its actions say it.
   */
  readonly repeating: 'harmless' | 'checkable' | 'dangerous';
}

interface MeterDefinition<N extends string, B extends boolean> extends OperationDefinition {
  readonly name: N;
  readonly bundleable: B;
  readonly needsMeter: true;
  readonly deviceFunction: string;
}

/** An operation that reads from a meter: alone or in a bundle, as often as one likes. */
export function meterRead<N extends string>(name: N, deviceFunction: string, summary: string): MeterDefinition<N, true> {
  return { name, summary, bundleable: true, needsMeter: true, deviceFunction, repeating: 'harmless' };
}

/** An operation that changes something in a meter, alone or in a bundle. */
export function meterWrite<N extends string>(
  name: N,
  deviceFunction: string,
  repeating: OperationDefinition['repeating'],
  summary: string,
): MeterDefinition<N, true> {
  return { name, summary, bundleable: true, needsMeter: true, deviceFunction, repeating };
}

/** As {@link meterWrite}, but never in a bundle. */
export function meterWriteAlone<N extends string>(
  name: N,
  deviceFunction: string,
  repeating: OperationDefinition['repeating'],
  summary: string,
): MeterDefinition<N, false> {
  return { name, summary, bundleable: false, needsMeter: true, deviceFunction, repeating };
}
