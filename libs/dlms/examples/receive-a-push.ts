import { decodeApdu, InvocationWindow, parseCiphered, unprotect, WrapperParser, type DataNotification } from '#dlms';

/** What is known of the meters that push: keys and the counter seen last, by system title. */
export interface KnownMeter {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  readonly window: InvocationWindow;
}

/** The notifications in what a meter sent: it is known by the system title in its ciphered APDU. */
export function receivePush(bytes: Uint8Array, meterOf: (systemTitle: Uint8Array) => KnownMeter | undefined): DataNotification[] {
  return new WrapperParser().push(bytes).flatMap(({ apdu }) => {
    const ciphered = parseCiphered(apdu);
    const meter = ciphered.title === undefined ? undefined : meterOf(ciphered.title);
    if (ciphered.title === undefined || meter === undefined) return [];
    const { authenticationKey, encryptionKey: key, window } = meter;
    const { value } = decodeApdu(unprotect(ciphered, { authenticationKey, title: ciphered.title, unicast: { key, window } }, 0).apdu);
    return value.kind === 'data-notification' ? [value] : [];
  });
}
