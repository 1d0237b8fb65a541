import { RequestMethod, type Type } from '@nestjs/common';
import { CONTROLLERS } from '../../apps/platform/src/http/http-app.module.js';

/** Every route that the platform serves, as `POST /v1/commands/FindEvents`: asked from the controllers themselves. */
export function servedRoutes(): ReadonlySet<string> {
  return new Set(CONTROLLERS.flatMap(routesOf));
}

function routesOf(controller: Type): readonly string[] {
  const prefix = String(Reflect.getMetadata('path', controller));
  const members: Readonly<Record<string, PropertyDescriptor>> = Object.getOwnPropertyDescriptors(controller.prototype as object);
  // Values alone: accessors want a running platform.
  return Object.values(members).flatMap(({ value: handler }: { readonly value?: unknown }) => {
    const method = typeof handler === 'function' ? (Reflect.getMetadata('method', handler) as RequestMethod | undefined) : undefined;
    if (typeof handler !== 'function' || method === undefined) return [];
    const path = [prefix, String(Reflect.getMetadata('path', handler))].join('/').split('/').filter(Boolean).join('/');
    return [`${RequestMethod[method]} /${path}`];
  });
}
