import type { ThdFingerprint, ThdFingerprintRead } from '#contract';
import { objectsOfMeter } from '#cosem';
import type { AttributeRef, Data } from '#dlms';
import { unreadable } from './access-result.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetThdFingerprint';

interface PhaseRefs {
  readonly phase: 1 | 2 | 3;
  readonly refs: readonly AttributeRef[];
}

/** Reads the harmonics of L1, and of L2 and L3 where the meter has them. */
export const getThdFingerprint: Operation<'GetThdFingerprint'> = (_, context) => {
  const { profile, settings } = context;
  const own = { ...profile, objects: objectsOfMeter(profile, settings.polyphase) };
  const phases = ([1, 2, 3] as const)
    .filter((phase) => phase === 1 || own.objects.has(`THD_CURRENT_FINGERPRINT_L${phase}`))
    .map((phase): PhaseRefs => {
      const tags = ['INSTANTANEOUS_THD_CURRENT', 'THD_CURRENT_FINGERPRINT', 'THD_CURRENT_OVER_LIMIT_COUNTER'];
      return { phase, refs: tags.map((tag) => attributeOf(profileObject(own, `${tag}_L${phase}`, OPERATION), 2)) };
    });
  return async (access) => {
    const refs = phases.flatMap((one) => one.refs);
    const values = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const read = phases.map(({ phase, refs: own }, index) => {
      const [current, fingerprint, counter] = own.map((ref, position) => numbersOf(values[3 * index + position], ref));
      return { phase, current: current?.[0] ?? 0, fingerprint: [...(fingerprint ?? [])], overLimitCounter: counter?.[0] ?? 0 };
    });
    const thdFingerprint = Object.assign(
      {},
      ...read.map(({ phase, current, fingerprint, overLimitCounter }) => ({
        [`thdInstantaneousCurrentL${phase}`]: current,
        [`thdInstantaneousCurrentFingerprintL${phase}`]: fingerprint,
        [`thdCurrentOverLimitCounterL${phase}`]: overLimitCounter,
      })),
    ) as ThdFingerprint;
    const response: ThdFingerprintRead = { thdFingerprint };
    const facts = read.map(({ current, fingerprint, overLimitCounter }) => ({ current, fingerprint, overLimitCounter }));
    return { response, facts: [{ type: 'ThdFingerprintCollected', data: { phases: facts }, occurredAt: context.now() }] };
  };
};

/** One number, or those of an array. */
function numbersOf(data: Data | undefined, ref: AttributeRef): readonly number[] {
  const all = data?.type === 'array' ? data.value : [data];
  return all.map((value) => {
    if (value?.type !== 'long-unsigned') throw unreadable(OPERATION, ref, 'not a number of 16 bits');
    return value.value;
  });
}
