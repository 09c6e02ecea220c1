import type { Limit, LaneOutcome } from './limit.ts'

/** A person is waiting · keeping two sides in step · catching up. In the order of who goes first. */
export const PRIORITIES = ['person', 'sync', 'backfill'] as const
export type Priority = (typeof PRIORITIES)[number]

export interface Wish {
  readonly timeoutMs: number
  readonly priority?: Priority
  readonly signal?: AbortSignal
  /** A lane is likely to come soon: what has to be done before may be done meanwhile. */
  readonly onCalled?: () => void
}

/** The right to have one request in flight. It ends by itself at the request's timeout. */
export interface Lane {
  /** When its request is to have ended, as `performance.now()` counts. */
  readonly endsAt: number
  /** Its request is on its way: whoever is next gets ready meanwhile. */
  sent(): void
  release(outcome: LaneOutcome): Promise<void>
}

/** At most so many requests in flight per instance, over all processes. */
export interface Lanes {
  acquire(instanceKey: string, wish: Wish): Promise<Lane>
  pauseUntil(instanceKey: string, until: Date, reason: string): Promise<void>
  /** Somebody has seen the instance alive: it need not sit out the pause for the dead. */
  revive(instanceKey: string): Promise<void>
  state(instanceKey: string): Promise<LaneState>
  /** How many of this process wait for a lane, by instance; who has none waiting may be left out. */
  waiting(): ReadonlyMap<string, number>
  /** Gives no more lanes, and sends back who waits for one: the process is to end soon. */
  stop(): void
}

export interface LaneState extends Limit {
  readonly inFlight: number
}

export interface Taking {
  readonly leaseMs: number
  /** How urgent the request is: its place in PRIORITIES. The less urgent make way. */
  readonly rank: number
  /** Failures in a row from which on only one lane is open. */
  readonly probeFrom: number
}

export interface HeldLane {
  readonly slot: number
  readonly fence: number
}

export interface Taken {
  readonly lane: HeldLane | null
  readonly limit: Limit
  /** By the clock that all processes share. */
  readonly now: Date
}

/** Of a lane that goes on to the next request of the same process. */
export interface GoingOn extends Omit<Taking, 'leaseMs'> {
  /** It has done so for a while, and others who are as urgent come first now. */
  readonly isLong: boolean
}

export interface Open {
  /** The lanes up to this one may go on. */
  readonly open: number
  readonly limit: Limit
  readonly now: Date
}

/** Where lanes and limits are kept, shared by all processes. */
export interface LaneStore {
  take(instanceKey: string, taking: Taking): Promise<Taken>
  /** Makes a lane's lease end in so long. False: it is somebody else's by now. */
  renew(instanceKey: string, lane: HeldLane, leaseMs: number): Promise<boolean>
  /** Which lanes may go on, as it is now. */
  open(instanceKey: string, goingOn: GoingOn): Promise<Open>
  give(instanceKey: string, lane: HeldLane): Promise<void>
  /** Nobody uses the lane any more, but the instance may be at work for another `ms`. */
  leave(instanceKey: string, lane: HeldLane, ms: number): Promise<void>
  /** Changes the limit under a lock. `next` is given the shared clock. */
  change(instanceKey: string, next: (limit: Limit, now: Date) => Limit): Promise<Limit>
  state(instanceKey: string): Promise<LaneState>
}
