import { FAULT_TYPES, type FaultCode } from '#contract';

const messages: Readonly<Partial<Record<FaultCode, string>>> = {
  211: 'the meter did not accept the association',
  223: 'the meter did not accept our keys, or we not its answer',
  224: 'the meter wants another authentication than the one it was offered',
  225: 'nobody listens at the address of the meter',
  226: 'the meter reset the connection',
  227: 'the meter could not be reached in time',
  228: 'no connection to the meter could be established',
  229: 'the meter closed the connection before it had answered',
  230: 'the messages could not be deciphered: the keys or the invocation counter differ',
  231: 'the meter does not speak the wrapper protocol',
  232: 'the meter answered what the protocol does not allow',
  233: 'the meter did not answer in time',
  234: 'the meter answered the association request with an unknown result',
  803: 'the invocation counter of the encryption key is used up: the key must be replaced',
  804: 'the key could not be unwrapped',
  805: 'the key could not be read',
  806: 'the key is not in the vault',
};

/** What a code means, for people. */
export function faultMessage(code: FaultCode): string {
  return messages[code] ?? FAULT_TYPES[code];
}
