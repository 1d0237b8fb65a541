import type { SessionProviderMode, WakeUpPatience } from '#gateway';

/** Where meters send to by themselves. */
export interface PushSettings {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Who is asked where meters are whose address is not fixed. */
export interface SessionProviderSettings {
  readonly url: string;
  readonly mode: SessionProviderMode;
  /** Default: that of the mode. */
  readonly patience?: WakeUpPatience;
}

export interface DeskSettings {
  /** Where this process listens for messages of meters; default: nowhere. */
  readonly push?: PushSettings | undefined;
  /** Who is asked where meters are whose address is not fixed; default: nobody. */
  readonly sessionProvider?: SessionProviderSettings | undefined;
}
