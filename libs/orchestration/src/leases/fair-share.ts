/**
 * How many of `total` things each member may hold: as even as can be, and in all exactly `total`, so that nobody gives away what nobody may
 * take, and shares are at rest once everybody sees the same members.
 */
export function quotaOf(me: string, members: readonly string[], total: number): number {
  const rank = members.toSorted().indexOf(me);
  if (rank < 0) return 0;
  const share = Math.floor(total / members.length);
  return share + (rank < total % members.length ? 1 : 0);
}
