import { FAULT_TYPES, type FaultCode, type FaultType } from './fault-codes.js';

export type FaultComponent = 'WS_SMART_METERING' | 'DOMAIN_SMART_METERING' | 'OSGP_CORE' | 'PROTOCOL_DLMS' | 'SECRET_MANAGEMENT' | 'SHARED';

/** Why a command or an action failed. `code` 0 is ours: the contract has no number for it (its types are {@link OwnFaultType}). */
export interface Fault {
  readonly code: FaultCode | 0;
  readonly type: FaultType | OwnFaultType;
  readonly message: string;
  readonly component: FaultComponent;
  readonly innerException?: string;
  readonly innerMessage?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export const OWN_FAULT_TYPES = ['CANCELLED', 'TECHNICAL_ERROR', 'ATTEMPT_ABANDONED', 'EFFECT_UNKNOWN'] as const;
export type OwnFaultType = (typeof OWN_FAULT_TYPES)[number];

type Details = Omit<Fault, 'code' | 'type' | 'message' | 'component'>;

export function fault(code: FaultCode, message: string, component: FaultComponent, details: Details = {}): Fault {
  return { code, type: FAULT_TYPES[code], message, component, ...details };
}

export function ownFault(type: OwnFaultType, message: string, component: FaultComponent, details: Details = {}): Fault {
  return { code: 0, type, message, component, ...details };
}
