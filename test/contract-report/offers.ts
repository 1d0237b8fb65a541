import 'reflect-metadata';
import { isOperationName, METER_OPERATIONS, REGISTRY_OPERATIONS, type OperationName } from '#contract';
import { REQUEST_TYPES } from '#contract/dto/index.js';
import { operationsByProfile } from '../docs/operations-page.js';
import { code } from '../docs/markdown.js';
import { OTHERWISE } from './otherwise.js';
import { servedRoutes } from './routes.js';
import { Specifications } from './specifications.js';

/** What there is of something in the contract; what there is not is undefined. */
export interface Offer {
  readonly definition: string | undefined;
  readonly dto: string | undefined;
  readonly handler: string | undefined;
  readonly test: string | undefined;
  readonly route: string | undefined;
}

export const NOTHING: Offer = { definition: undefined, dto: undefined, handler: undefined, test: undefined, route: undefined };

const DECIDERS = 'libs/domain/src/device/decide';
const GATEWAY = 'libs/gateway/src/operations/index.ts';
const HANDLERS: Readonly<Record<string, string>> = {
  AddDevice: `${DECIDERS}/add-device.ts`,
  Bundle: 'libs/gateway/src/session/carry-out.ts',
  ...Object.fromEntries(REGISTRY_OPERATIONS.map((operation) => [operation, `${DECIDERS}/registry.ts`])),
};

/** Tells what there is, by asking what runs: definitions, request classes, executors, controllers; and the specifications for tests. */
export class Offers {
  private readonly routes = servedRoutes();
  private readonly specifications = new Specifications();
  private readonly executed = executedOperations();

  of(name: string): Offer {
    const otherwise = OTHERWISE[name];
    if (otherwise !== undefined) {
      const { dto, handler, test, route } = otherwise;
      return {
        definition: 'none needed',
        dto,
        handler: this.file(handler),
        test: this.file(test),
        route: route === 'webhook' ? route : this.route(route),
      };
    }
    if (!isOperationName(name)) return NOTHING;
    return {
      definition: name,
      dto: (REQUEST_TYPES as Readonly<Partial<Record<OperationName, { readonly name: string }>>>)[name]?.name,
      handler: this.executed.has(name) ? GATEWAY : this.file(HANDLERS[name]),
      test: this.specifications.of(name),
      route: this.route(`POST /v1/commands/${name}`),
    };
  }

  /** The route, if it is served. */
  route(route: string): string | undefined {
    return this.routes.has(route) ? route : undefined;
  }

  /** The path, if there is such a file. */
  file(path: string | undefined): string | undefined {
    return path !== undefined && this.specifications.has(path) ? path : undefined;
  }
}

/** Operations that an executor takes for at least one kind of meters. */
function executedOperations(): ReadonlySet<string> {
  const rows = operationsByProfile();
  return new Set(
    METER_OPERATIONS.filter((operation) =>
      rows.some(([row = '', ...marks]) => row.split(' ')[0] === code(operation) && marks.some((mark) => mark !== '')),
    ),
  );
}
