import { parsePlatformTime } from '../shanghaiTime';
import { text } from '../values';

/** What stands in a field that has nothing to say. */
const PLACEHOLDER = /^(?:[-—–_/\s]+|0|null|none|undefined|无)$/i;

/**
 * Whether a call has ended, as far as its record says. Some servers list a call as soon as they dial: then only the
 * phone and the time of connection are there, if at all. A call has ended when its record gives a reason for the end,
 * which all calls have that nobody took (空号, 关机, …), or a real time of disconnection.
 *
 * @source API §7.10
 */
export function hasEnded(row: Readonly<Record<string, unknown>>): boolean {
  const reason = text(row.endreason);
  if (reason !== undefined && !PLACEHOLDER.test(reason)) return true;
  return parsePlatformTime(row.disconnected_at) !== undefined;
}
