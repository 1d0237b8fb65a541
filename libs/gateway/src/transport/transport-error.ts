/** How a connection came to its end, from our side of it. */
export type TransportErrorKind = 'REFUSED' | 'RESET' | 'CONNECT_TIMEOUT' | 'CLOSED_BY_REMOTE' | 'NOT_ESTABLISHED' | 'RESPONSE_TIMEOUT' | 'ABORTED';

export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly kind: TransportErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const kinds: Readonly<Record<string, TransportErrorKind>> = {
  ECONNREFUSED: 'REFUSED',
  ECONNRESET: 'RESET',
  EPIPE: 'RESET',
  ECONNABORTED: 'RESET',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  EHOSTUNREACH: 'CONNECT_TIMEOUT',
  EHOSTDOWN: 'CONNECT_TIMEOUT',
  ENETUNREACH: 'CONNECT_TIMEOUT',
};

/** A socket's error in our terms; what is not known by its code could not be established. */
export function transportErrorOf(error: Error & { readonly code?: unknown }, peer: string): TransportError {
  const kind = typeof error.code === 'string' ? kinds[error.code] : undefined;
  return new TransportError(kind ?? 'NOT_ESTABLISHED', `${peer}: ${error.message}`, { cause: error });
}
