import type { CommandPolicies } from '#domain';
import type { Clock, Log } from '#event-sourcing';
import type { Gateway, GatewayOptions } from '#gateway';
import type { Limit } from '#orchestration';
import type { MasterKeys } from '#security';
import type { Roles } from '../config/roles.js';
import type { WebhookSettings } from '../notifications/open-notifications.js';
import type { DeskSettings } from '../push/push-settings.js';

/** What the platform is made with. */
export interface PlatformOptions extends WebhookSettings, DeskSettings {
  readonly data: string;
  /** Connection strings; default: embedded. */
  readonly eventStore?: string | undefined;
  readonly readStore?: string | undefined;
  readonly apiKey: string;
  readonly masterKeys: MasterKeys;
  readonly plainKeys: 'accept' | 'reject';
  /** Durations in ms. */
  readonly connectTimeout: number;
  readonly responseTimeout: number;
  readonly policies: CommandPolicies;
  /** Permits of the whole network until they are set; default: 1000 connections at once. */
  readonly limit?: Limit;
  readonly resultTtl: number;
  /** Default: an hour. */
  readonly checkpointInterval?: number;
  /** Default: none. */
  readonly checkpointFile?: string | undefined;
  /** What this process does; default: everything. */
  readonly roles?: Roles;
  /** How long others wait for a sign of life of this process before they take over, ms; default: 15 s. */
  readonly leaseTerm?: number;
  readonly log: Log;
  readonly clock?: Clock;
  /** Makes what talks to meters; default: the real one. */
  readonly gateway?: (options: GatewayOptions) => Pick<Gateway, 'run' | 'close'>;
}
