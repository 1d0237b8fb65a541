import type { Clients } from '../world/clients.js';
import type { PlatformProcess } from '../world/platform-process.js';
import type { World } from '../world/world.js';

/** What must hold when everything is over. */
export function judgeEnd({ record, field, findings }: World, processes: readonly PlatformProcess[], clients: Clients): void {
  if (clients.waiting > 0) findings.add(`${clients.waiting} wishes of clients got no answer`);
  for (const uid of clients.accepted) if (!record.commands.has(uid)) findings.add(`command ${uid} was accepted and is not in the record`);
  for (const { uid, endings, status } of record.commands.values()) {
    if (endings.length !== 1) findings.add(`command ${uid} has ${endings.length} endings (${endings.join(', ')}); it is ${status}`);
  }
  if (field.busy > 0) findings.add(`${field.busy} sessions are still open`);
  for (const { name, permitsOut } of processes) if (permitsOut > 0) findings.add(`${name} still has ${permitsOut} permits out`);
}
