import { readFileSync } from 'node:fs';

/** Linux counts CPU time of processes in hundredths of a second (USER_HZ). */
const MICROSECONDS_PER_TICK = 10_000;

/** User and system CPU time of a process with all its threads, in µs. Source: proc(5), /proc/pid/stat fields 14 and 15. */
export function cpuTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}
