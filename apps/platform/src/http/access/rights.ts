import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** What a route asks of its caller. A route that says nothing is for administrators. */
export type RouteRights =
  /** Any organisation: what it sees and does is its own. */
  | { readonly kind: 'everyone' }
  /** A device function of the contract on the device that the path names. */
  | { readonly kind: 'device'; readonly deviceFunction: string; readonly orAdministrators: boolean };

export const RIGHTS = 'meterlog:rights';

export const ForEveryone = (): CustomDecorator => SetMetadata(RIGHTS, { kind: 'everyone' } satisfies RouteRights);

export const ForDevice = (deviceFunction: string, { orAdministrators = false } = {}): CustomDecorator =>
  SetMetadata(RIGHTS, { kind: 'device', deviceFunction, orAdministrators } satisfies RouteRights);
