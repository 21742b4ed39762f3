import { parsePlatformTime } from '../shanghaiTime';
import { text } from '../values';

/** Why a call ended, as the platform has it and in English. @source API §7.10; the last five are of newer servers */
const END_REASONS: ReadonlyMap<string, string> = new Map([
  ['对方挂机', 'Customer hung up'],
  ['本方挂机', 'Robot hung up'],
  ['关机', 'Phone switched off'],
  ['空号', 'No such number'],
  ['正在通话中', 'Busy with another call'],
  ['无法接通', 'Unreachable'],
  ['暂停服务', 'Number suspended'],
  ['用户正忙', 'User busy'],
  ['拨号方式不正确', 'Invalid number format'],
  ['来电提醒', 'Call reminder service'],
  ['其他', 'Other'],
  ['稍后再拨', 'Try again later'],
  ['停机', 'Out of service'],
  ['用户拒接', 'Call rejected'],
  ['欠费', 'Account in arrears'],
  ['无人应答', 'No answer'],
]);

/** The English for an end reason; one that is not known stays as the platform has it. */
export function endReasonInEnglish(endReason: string | undefined): string | undefined {
  return endReason === undefined ? undefined : (END_REASONS.get(endReason) ?? endReason);
}

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
