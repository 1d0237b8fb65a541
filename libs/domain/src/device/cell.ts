/** Names the radio cell that a device is reached through: `<bts>/<cell>`; empty when it is in none that is known. */
export function cellKey(btsId: number | undefined, cellId: number | undefined): string {
  return btsId === undefined || cellId === undefined ? '' : `${btsId}/${cellId}`;
}
