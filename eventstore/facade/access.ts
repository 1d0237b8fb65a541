import { type Metadata, status } from '@grpc/grpc-js';
import { handlerException, accessDenied, RpcError } from './wire/rpc-error.js';

/** Passwords by user; undefined lets everybody in, as a server started with `--insecure` does. */
export type Credentials = Readonly<Record<string, string>>;

const BASIC = /^basic (.*)$/i;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function basicCredentials(encoded: string): readonly [user: string, password: string] {
  if (!base64.test(encoded)) throw handlerException();
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [user, password.join(':')];
}

export class Access {
  constructor(private readonly credentials: Credentials | undefined) {}

  /** True when the call brings nothing that this server takes for credentials, but would have to. */
  isAnonymous(metadata: Metadata): boolean {
    return this.credentials !== undefined && !BASIC.test(authorization(metadata));
  }

  /** @throws RpcError PERMISSION_DENIED without credentials, UNAUTHENTICATED with wrong ones */
  check(metadata: Metadata): void {
    if (this.isAnonymous(metadata)) throw accessDenied();
    this.checkGiven(metadata);
  }

  /** Like {@link check}, but lets anonymous calls pass. */
  checkGiven(metadata: Metadata): void {
    const encoded = BASIC.exec(authorization(metadata))?.[1];
    if (this.credentials === undefined || encoded === undefined) return;
    const [user, password] = basicCredentials(encoded);
    const isKnown = Object.hasOwn(this.credentials, user) && this.credentials[user] === password;
    if (!isKnown) throw new RpcError(status.UNAUTHENTICATED, 'Unauthenticated');
  }
}

const authorization = (metadata: Metadata): string => String(metadata.get('authorization')[0] ?? '');
