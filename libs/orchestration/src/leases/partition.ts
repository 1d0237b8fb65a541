/** Work is shared out in this many parts, whatever number of processes there is. */
export const PARTITIONS = 64;

/** The partition that a session device belongs to: FNV-1a over UTF-16 code units. All processes must agree on it, of every version. */
export function partitionOfDevice(deviceIdentification: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < deviceIdentification.length; index += 1) hash = Math.imul(hash ^ deviceIdentification.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}

const PREFIX = 'partition/';

/** Name of the lease of a partition. */
export const partitionLease = (partition: number): string => `${PREFIX}${String(partition).padStart(2, '0')}`;

/** The partition that a lease is for; undefined when it is for something else. */
export function partitionOfLease(name: string): number | undefined {
  return name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : undefined;
}

export const PARTITION_LEASES: readonly string[] = Array.from({ length: PARTITIONS }, (_, partition) => partitionLease(partition));
