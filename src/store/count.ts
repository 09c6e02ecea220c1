import { sql } from 'kysely'
import type { Sending } from '../connection/not-sent.ts'
import { SENDING } from '../connection/not-sent.ts'
import { must } from '../lib/must.ts'
import { OPEN_STANDINGS, standingOf, type Standing } from '../vulnerability/facet.ts'
import { SEVERITIES, type Severity } from '../vulnerability/severity.ts'
import { STATUSES, type Status } from '../vulnerability/status.ts'
import { TYPES, type VulnerabilityType } from '../vulnerability/evidence.ts'
import type { Executor } from './database.ts'

export interface Facets {
  readonly archived: boolean
  readonly status?: readonly Status[] | undefined
  readonly severity?: readonly Severity[] | undefined
  readonly sending?: readonly Sending[] | undefined
  readonly type?: readonly VulnerabilityType[] | undefined
}

/** What a choice of facets comes to. */
export interface Matching {
  readonly total: number
  /** Of those there are, in digits. */
  readonly facets: readonly number[]
}

export interface Group extends Standing {
  readonly sending: Sending
  readonly count: number
}

/** How many vulnerabilities there are: kept by the database as they change, so never counted. */
export function counts(db: Executor) {
  return {
    /** All that are not archived. */
    async groups(): Promise<Group[]> {
      const { rows } = await sql<{ digits: number; count: number }>`
        select facet / 100 as digits, sum(count)::bigint as count
        from vulnerability_count_now where facet < 100000
        group by 1 having sum(count) > 0`.execute(db)
      return rows.map(({ digits, count }) => ({
        ...standingOf(Math.floor(digits / 10)),
        sending: must(SENDING[digits % 10], 'a word for how it was sent'),
        count,
      }))
    },

    async matching(choice: Facets): Promise<Matching> {
      const { rows } = await sql<{ total: number; facets: number[] }>`
        with fits as (
          select facet, sum(count)::bigint as count from vulnerability_count_now
          where ${fits(choice)}
          group by facet having sum(count) > 0
        )
        select coalesce(sum(count), 0)::bigint as total, coalesce(array_agg(facet), '{}') as facets
        from fits`.execute(db)
      return must(rows[0], 'a sum')
    },

    /** Open ones of each asset. */
    async openOf(assetIds: readonly number[]) {
      const { rows } = await sql<{ asset_id: number; severity: number; count: number }>`
        select asset_id, standing % 10 as severity, sum(count)::bigint as count
        from vulnerability_asset_count_now
        where asset_id = any(${assetIds}) and standing = any(${OPEN_STANDINGS})
        group by 1, 2 having sum(count) > 0`.execute(db)
      return rows.map((row) => ({
        ...row,
        severity: must(SEVERITIES[row.severity], 'a severity'),
      }))
    },

    /** The last days in UTC, today included, oldest first. */
    async trend(days: number) {
      const { rows } = await sql<{ day: string; identified: number; fixed: number }>`
        with today as (select (now() at time zone 'utc')::date as day)
        select today.day - back as day,
          coalesce(sum(c.count) filter (where c.kind = 'identified'), 0)::bigint as identified,
          coalesce(sum(c.count) filter (where c.kind = 'fixed'), 0)::bigint as fixed
        from today cross join generate_series(0, ${days}::int - 1) as back
        left join vulnerability_day_count_now c
          on c.day = today.day - back and c.kind in ('identified', 'fixed')
        group by 1 order by 1`.execute(db)
      return rows
    },

    /** Accepted risks that are to be looked at again. */
    async due(): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select coalesce(sum(count), 0)::bigint as count from vulnerability_day_count_now
        where kind = 'due' and day <= current_date`.execute(db)
      return must(rows[0], 'a sum').count
    },
  }
}

function fits({ archived, status, severity, sending, type }: Facets) {
  const digits: readonly (readonly [divisor: number, ranks: readonly number[] | undefined])[] = [
    [10_000, status?.map((word) => STATUSES.indexOf(word))],
    [1_000, severity?.map((word) => SEVERITIES.indexOf(word))],
    [100, sending?.map((word) => SENDING.indexOf(word))],
  ]
  const chosen = digits.flatMap(([divisor, ranks]) =>
    ranks === undefined ? [] : [sql<boolean>`facet / ${sql.lit(divisor)} % 10 = any(${ranks})`],
  )
  if (type !== undefined) {
    chosen.push(sql<boolean>`facet % 100 = any(${type.map((word) => TYPES.indexOf(word))})`)
  }
  const stay = archived ? sql<boolean>`facet >= 100000` : sql<boolean>`facet < 100000`
  return sql.join([stay, ...chosen], sql` and `)
}
