/** What happened on a meter's connections. */
export interface MeterCounters {
  connections: number;
  associations: number;
  publicAssociations: number;
  refusedAssociations: number;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

export function newCounters(): MeterCounters {
  return { connections: 0, associations: 0, publicAssociations: 0, refusedAssociations: 0, requests: 0, bytesIn: 0, bytesOut: 0 };
}
