import { createHash } from 'crypto';

import { parsePlatformTime } from '../../xiaoa/shanghaiTime';
import { text } from '../../xiaoa/values';
import type { Row } from '../shared/lists';

/** What identifies a record. One without id and sn is known by its content. */
export function keyOf(row: Row): string {
  return (
    text(row.id) ??
    text(row.sn) ??
    `row ${createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 16)}`
  );
}

/** A number that grows with time: ids are counted up, and where they are no numbers there is the call's time. */
export function rankOf(row: Row): number | undefined {
  const id = Number(row.id ?? NaN);
  return Number.isFinite(id) ? id : parsePlatformTime(row.connected_at);
}
