/** Work is shared out in this many parts, whatever number of processes there is. */
export const PARTITIONS = 64;

/** The partition that a session device belongs to: FNV-1a over UTF-16 code units. All processes must agree on it, of every version. */
export function partitionOfDevice(deviceIdentification: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < deviceIdentification.length; index += 1) hash = Math.imul(hash ^ deviceIdentification.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}

const PREFIX = 'partition/';

/** The partition that a lease is for; undefined when it is for something else. */
export function partitionOfLease(name: string): number | undefined {
  return name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : undefined;
}

/** Names of the leases of all partitions. */
export const PARTITION_LEASES: readonly string[] = Array.from(
  { length: PARTITIONS },
  (_, partition) => `${PREFIX}${String(partition).padStart(2, '0')}`,
);

/** Name of the lease that a session device is under. */
export const leaseOfDevice = (deviceIdentification: string): string => PARTITION_LEASES[partitionOfDevice(deviceIdentification)] ?? PREFIX;
