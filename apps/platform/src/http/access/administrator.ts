import type { Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Problem } from '../problem/problem.js';

/** The caller's organisation administers the platform (behaviour.md §1.1: platform function group ADMIN). */
export function isAdministrator({ directory }: Pick<Platform, 'directory'>, { organisation }: Principal): boolean {
  return directory.get(organisation)?.functionGroup === 'ADMIN';
}

/** @throws Problem 403 code 301 */
export function requireAdministrator(platform: Pick<Platform, 'directory'>, caller: Principal): void {
  if (!isAdministrator(platform, caller)) throw new Problem(403, 301, `organisation ${caller.organisation} does not administer the platform`);
}
