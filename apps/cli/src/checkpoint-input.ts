import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkpointLines, keyIdOf, type NumberedCheckpoint } from '#event-sourcing';
import { CliError, EXIT } from './cli-error.js';

/** @throws CliError exit code 3 */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.cannotOpen, `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The checkpoints of a file. @throws CliError exit code 3 when there is none: nothing could be proven by it */
export function checkpointsIn(path: string): readonly NumberedCheckpoint[] {
  const lines = checkpointLines(readText(path));
  if (lines.every(({ signed }) => signed === undefined)) throw new CliError(EXIT.cannotOpen, `${path} holds no checkpoint`);
  return lines;
}

/** The id of the public key in a PEM file. @throws CliError exit code 3 */
export function keyIdIn(path: string): string {
  try {
    const der = createPublicKey(readText(path)).export({ format: 'der', type: 'spki' });
    return keyIdOf(der.toString('base64')) ?? '';
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(EXIT.cannotOpen, `${path} holds no public key in PEM`);
  }
}
