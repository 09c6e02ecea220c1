import type { ColumnType, JSONColumnType } from 'kysely'

/** A column the database fills in when nothing is given, and reads back as a Date. */
export type FilledTime = ColumnType<Date, Date | string | undefined, Date | string>
export type Time = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
export type Json<T extends object> = JSONColumnType<T, string | undefined, string>
