import type { Fact } from '#domain';
import { DlmsError, type ClientOptions } from '#dlms';
import { VaultError } from '#security/vault/port.js';
import { isCounterError, isPermanentRejection } from '../faults/dlms-faults.js';
import type { GatewayOptions } from '../gateway-options.js';
import type { SessionRequest } from '../session-request.js';
import type { TcpTarget } from '../transport/tcp-connection.js';
import { CounterSource } from './counter-source.js';
import type { Dialler } from './dialler.js';
import type { MeterAssociation } from './meter-association.js';
import type { SecurityPlan, SessionPlan } from './plan.js';
import { readInvocationCounter } from './read-counter.js';
import type { SessionKeys } from './session-keys.js';
import { clientSystemTitle } from './system-title.js';

/** What opening an association needs; `facts` takes what is learnt on the way. */
export interface Opening {
  readonly request: SessionRequest;
  readonly plan: SessionPlan;
  readonly target: TcpTarget;
  readonly options: GatewayOptions;
  readonly dialler: Dialler;
  readonly keys: SessionKeys;
  readonly facts: Fact[];
}

type Hls5 = Extract<SecurityPlan, { readonly kind: 'hls5' }>;

/** Opens the association that the actions run in. @throws TransportError, DlmsError, VaultError, SessionSetupError */
export async function openAssociation(opening: Opening): Promise<MeterAssociation> {
  const { target, dialler, keys, plan } = opening;
  const { security } = plan;
  switch (security.kind) {
    case 'none':
      return dialler.associate('management', target, { ...saps(opening), authentication: { kind: 'none' } });
    case 'lls1': {
      const password = await keys.secret(security.password);
      return dialler.associate('management', target, { ...saps(opening), authentication: { kind: 'lls', password } });
    }
    case 'hls5':
      return openSecured(opening, security);
  }
}

/**
 * A counter that is unknown, or that the meter refuses, is read from the meter once per session; then the session goes on.
 * A second refusal stands.
 */
async function openSecured(opening: Opening, security: Hls5): Promise<MeterAssociation> {
  const { options, request } = opening;
  const { keyId } = security.encryptionKey;
  const material = {
    encryptionKey: await opening.keys.key(security.encryptionKey, 'encryption'),
    authenticationKey: await opening.keys.key(security.authenticationKey, 'authentication'),
  };
  const open = (counters: CounterSource): Promise<MeterAssociation> => associate(opening, material, counters);
  const reserved = await CounterSource.reserve(options.vault, request.deviceIdentification, keyId);
  if (reserved === undefined) return open((await learnCounter(opening, keyId)).counters);
  try {
    return await open(reserved);
  } catch (error) {
    if (!(error instanceof DlmsError) || !(isCounterError(error) || isPermanentRejection(error))) throw error;
    await options.vault.forgetCounter(request.deviceIdentification, keyId);
    const { value, counters } = await learnCounter(opening, keyId);
    // The counter was ahead of the meter's: a rejection then has another reason, and another try would only repeat it.
    if (isPermanentRejection(error) && value < reserved.first) throw error;
    return open(counters);
  }
}

function associate(
  opening: Opening,
  keys: { readonly encryptionKey: Uint8Array; readonly authenticationKey: Uint8Array },
  counters: CounterSource,
): Promise<MeterAssociation> {
  const { dialler, options, request, target } = opening;
  const client: ClientOptions = {
    ...saps(opening),
    authentication: { kind: 'hls5', challenge: options.random(request.settings.challengeLength) },
    security: { ...keys, systemTitle: clientSystemTitle(request.deviceIdentification), nextInvocationCounter: () => counters.take() },
  };
  return dialler.associate('management', target, client, counters);
}

/** value + 1 is right for meters that show the last number as well as for those that show the next one. */
async function learnCounter({ dialler, facts, options, plan, request, target }: Opening, keyId: string) {
  const { vault, clock } = options;
  const device = request.deviceIdentification;
  const value = await readInvocationCounter(dialler, target, plan.profile, request.settings.logicalId);
  await vault.setCounter(device, keyId, value + 1);
  facts.push({ type: 'InvocationCounterRead', data: { value }, occurredAt: clock.now() });
  const counters = await CounterSource.reserve(vault, device, keyId);
  if (counters === undefined) throw new VaultError('VAULT_FAILED', 'the invocation counter is unknown although it was just set');
  return { value, counters };
}

function saps({ request: { settings } }: Opening): Pick<ClientOptions, 'clientSap' | 'serverSap'> {
  return { clientSap: settings.clientId, serverSap: settings.logicalId };
}
