/**
 * Which devices this process works for. What is not owned is neither queued nor dialled; the stream stays the lock that decides
 * (an attempt is claimed by an append at the exact revision), ownership only saves wasted work and keeps two processes off one meter.
 */
export interface Ownership {
  /** False as soon as the process may not dial the device any more. */
  owns(deviceIdentification: string): boolean;
  /** Number of the lease under which it is owned, recorded with each attempt; undefined when nothing is leased. Only ever rises. */
  fenceOf(deviceIdentification: string): number | undefined;
  /** Calls back after devices were gained or lost, or {@link valid} changed. Answers how to stop it. */
  onChange(listener: () => void): () => void;
  /** False while the process cannot be sure of what it owns: it starts nothing then, and gives up what runs. */
  valid(): boolean;
}

/** The lock on the data directory is the only lease: one process owns every device. */
export const everything: Ownership = {
  owns: () => true,
  fenceOf: () => undefined,
  onChange: () => () => undefined,
  valid: () => true,
};
