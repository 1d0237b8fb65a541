import type { StoredEvent } from '#eventstore/port.js';

const DANGEROUS = 'ClearAlarmRegister';

interface Known {
  begun: number;
  decisions: number;
}

/**
 * That nothing dangerous was done twice unless somebody said so. Each action is written down before it is sent: what was begun and not
 * answered is begun again only after a decision; and no meter was told more often than something was begun on it.
 * @param cleared how often each meter was told, counted by the meter
 */
export function effectViolations(events: readonly StoredEvent[], cleared: ReadonlyMap<string, number>): readonly string[] {
  const actions = new Map<string, Known>();
  const decisions = new Map<string, number>();
  const begunOn = new Map<string, number>();
  const violations: string[] = [];
  for (const { type, stream, metadata, data } of events) {
    if (type !== 'ActionStarted' && type !== 'ActionAnswered' && type !== 'DecisionTaken') continue;
    const { correlationUid: uid } = JSON.parse(metadata) as { correlationUid: string };
    const { index, operation, decision } = JSON.parse(data) as { index?: number; operation?: string; decision?: string };
    if (decision === 'retry') decisions.set(uid, (decisions.get(uid) ?? 0) + 1);
    if (operation !== DANGEROUS) continue;
    const key = `${uid}/${index}`;
    // An answer, also a refusal, settles what was begun.
    if (type === 'ActionAnswered') {
      actions.delete(key);
      continue;
    }
    const meter = stream.slice('device-'.length);
    begunOn.set(meter, (begunOn.get(meter) ?? 0) + 1);
    const known = actions.get(key) ?? { begun: 0, decisions: 0 };
    const decided = decisions.get(uid) ?? 0;
    if (known.begun > 0 && decided === known.decisions) violations.push(`command ${uid}: action ${index} was begun again without a decision`);
    actions.set(key, { begun: known.begun + 1, decisions: decided });
  }
  for (const [meter, times] of cleared) {
    const begun = begunOn.get(meter) ?? 0;
    if (times > begun) violations.push(`${meter} was told ${times} times to clear its alarms, and that was begun ${begun} times`);
  }
  return violations;
}
