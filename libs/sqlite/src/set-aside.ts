import { existsSync, renameSync } from 'node:fs';

const PARTS = ['', '-wal', '-shm', '-journal'] as const;

/** Renames a file with its log to `<path>.damaged-<n>`, n being the first free number from 1. Answers the new path. */
export function setAside(path: string): string {
  let number = 1;
  while (PARTS.some((part) => existsSync(`${path}.damaged-${number}${part}`))) number++;
  const to = `${path}.damaged-${number}`;
  for (const part of PARTS) if (existsSync(path + part)) renameSync(path + part, to + part);
  return to;
}
