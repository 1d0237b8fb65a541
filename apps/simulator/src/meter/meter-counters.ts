/** What happened on a meter's connections. */
export interface MeterCounters {
  connections: number;
  associations: number;
  publicAssociations: number;
  refusedAssociations: number;
  /** Most connections that had an association at the same time: above 1, two clients worked on the meter at once. */
  peakConcurrentAssociations: number;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

export function newCounters(): MeterCounters {
  return {
    connections: 0,
    associations: 0,
    publicAssociations: 0,
    refusedAssociations: 0,
    peakConcurrentAssociations: 0,
    requests: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
}
