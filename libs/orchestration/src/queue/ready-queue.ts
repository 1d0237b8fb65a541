import type { PermitScope } from '../permits/port.js';
import { effectivePriority } from './effective-priority.js';
import { byName, type QueueEntry } from './entry.js';
import { Heap } from './heap.js';
import { RecentTurns } from './recent-turns.js';

/** Commands of one organisation and one base priority in all cells that are not blocked: the cell whose command is due longest comes first. */
interface Lane {
  readonly organisation: string;
  readonly priority: number;
  readonly groups: Heap<'place', Group>;
}

/** The part of a lane in one cell. The longest due is the most important of it: all age alike. */
interface Group {
  readonly lane: Lane;
  readonly cell: Cell;
  readonly entries: Heap<'place', QueueEntry>;
  /** In its lane; -1 while it is empty or its cell blocked. */
  place: number;
}

interface Cell {
  readonly name: string;
  readonly groups: Map<Lane, Group>;
  blockedIn: PermitScope | undefined;
  /** Since when there have been more commands than permits, epoch ms. */
  shortSince: number | undefined;
}

const PRIORITIES = 10;
const longerDue = (a: QueueEntry, b: QueueEntry): boolean => (a.dueAt === b.dueAt ? byName(a, b) < 0 : a.dueAt < b.dueAt);

/**
 * Commands that are due, by importance: the highest effective priority, of these the organisation that had the fewest turns in the last
 * minute, of these the longest due (then by uid). The cost of {@link best} depends on the number of organisations, never on how much waits:
 * what is in blocked cells is not looked at.
 */
export class ReadyQueue {
  private readonly lanes = new Map<string, (Lane | undefined)[]>();
  private readonly cells = new Map<string, Cell>();
  private readonly blocked = new Map<PermitScope, Set<Cell>>();
  private readonly turns = new RecentTurns();
  private count = 0;

  /** Commands in it, blocked ones too. */
  get size(): number {
    return this.count;
  }

  add(entry: QueueEntry): void {
    const group = this.groupOf(entry);
    group.entries.add(entry);
    this.count++;
    if (group.cell.blockedIn === undefined) this.rank(group);
  }

  /** Nothing happens when it is not in it. */
  remove(entry: QueueEntry): void {
    const cell = this.cells.get(entry.cell);
    const lane = this.lanes.get(entry.organisation)?.[entry.priority];
    const group = lane && cell?.groups.get(lane);
    if (cell === undefined || lane === undefined || group === undefined || entry.place < 0) return;
    group.entries.remove(entry);
    this.count--;
    if (group.entries.size > 0) {
      if (group.place >= 0) lane.groups.moved(group);
      return;
    }
    lane.groups.remove(group);
    cell.groups.delete(lane);
    cell.shortSince = cell.groups.size === 0 ? undefined : cell.shortSince;
    this.forgetEmpty(cell);
  }

  /** The most important command outside blocked cells. @param now epoch ms */
  best(now: number): QueueEntry | undefined {
    let best: { readonly entry: QueueEntry; readonly rank: number; readonly turns: number } | undefined;
    for (const [organisation, lanes] of this.lanes) {
      let turns: number | undefined;
      for (const lane of lanes) {
        const entry = lane?.groups.first?.entries.first;
        if (entry === undefined) continue;
        const rank = effectivePriority(entry.priority, entry.dueAt, now);
        if (best !== undefined && rank < best.rank) continue;
        turns ??= this.turns.count(organisation, now);
        const isBetter = best === undefined || rank > best.rank || turns < best.turns || (turns === best.turns && longerDue(entry, best.entry));
        if (isBetter) best = { entry, rank, turns };
      }
    }
    return best?.entry;
  }

  /** An organisation has its turn. */
  countTurn(organisation: string, now: number): void {
    this.turns.add(organisation, now);
  }

  /** Nothing of the cell is handed out until the scope is unblocked. @param now epoch ms */
  block(name: string, scope: PermitScope, now: number): void {
    const cell = this.cellOf(name);
    if (cell.groups.size > 0) cell.shortSince ??= now;
    if (cell.blockedIn !== undefined) this.blocked.get(cell.blockedIn)?.delete(cell);
    cell.blockedIn = scope;
    const others = this.blocked.get(scope) ?? new Set();
    this.blocked.set(scope, others.add(cell));
    for (const group of cell.groups.values()) group.lane.groups.remove(group);
  }

  /** What was blocked in the scope is handed out again. */
  unblock(scope: PermitScope): void {
    const cells = this.blocked.get(scope);
    if (cells === undefined) return;
    this.blocked.delete(scope);
    for (const cell of cells) {
      cell.blockedIn = undefined;
      this.forgetEmpty(cell);
      for (const group of cell.groups.values()) this.rank(group);
    }
  }

  /** Commands in blocked cells, by what is at its limit. */
  blockedCounts(): { readonly bts: number; readonly cell: number } {
    const counts = { bts: 0, cell: 0 };
    for (const [scope, cells] of this.blocked)
      for (const { groups } of cells) for (const { entries } of groups.values()) counts[scope.includes('/') ? 'cell' : 'bts'] += entries.size;
    return counts;
  }

  /** Since when its cell has been short of permits, epoch ms; undefined: it is not. */
  shortSince(entry: QueueEntry): number | undefined {
    return this.cells.get(entry.cell)?.shortSince;
  }

  private rank(group: Group): void {
    if (group.place < 0) group.lane.groups.add(group);
    else group.lane.groups.moved(group);
  }

  private forgetEmpty(cell: Cell): void {
    if (cell.groups.size === 0 && cell.blockedIn === undefined) this.cells.delete(cell.name);
  }

  private cellOf(name: string): Cell {
    let cell = this.cells.get(name);
    if (cell === undefined) this.cells.set(name, (cell = { name, groups: new Map(), blockedIn: undefined, shortSince: undefined }));
    return cell;
  }

  private groupOf({ organisation, priority, cell: name }: QueueEntry): Group {
    const lane = this.laneOf(organisation, priority);
    const cell = this.cellOf(name);
    let group = cell.groups.get(lane);
    if (group === undefined) cell.groups.set(lane, (group = { lane, cell, entries: new Heap('place', longerDue), place: -1 }));
    return group;
  }

  private laneOf(organisation: string, priority: number): Lane {
    let lanes = this.lanes.get(organisation);
    if (lanes === undefined) this.lanes.set(organisation, (lanes = Array<Lane | undefined>(PRIORITIES).fill(undefined)));
    return (lanes[priority] ??= { organisation, priority, groups: new Heap('place', cellDueLonger) });
  }
}

/** Groups in a lane are never empty. */
function cellDueLonger(a: Group, b: Group): boolean {
  const [first, other] = [a.entries.first, b.entries.first];
  return first !== undefined && other !== undefined && longerDue(first, other);
}
