/** Why a call ended, as the platform has it and in English. @source API §7.10 */
const END_REASONS: ReadonlyMap<string, string> = new Map([
  ['对方挂机', 'Other side hung up'],
  ['本方挂机', 'Our side hung up'],
  ['关机', 'Phone switched off'],
  ['空号', 'No such number'],
  ['正在通话中', 'Busy with another call'],
  ['无法接通', 'Unreachable'],
  ['暂停服务', 'Number suspended'],
  ['用户正忙', 'User busy'],
  ['拨号方式不正确', 'Misdialled'],
  ['来电提醒', 'Call reminder service'],
  ['其他', 'Other'],
]);

/** The English for an end reason; one that the document does not list stays as the platform has it. */
export function endReasonInEnglish(endReason: string | undefined): string | undefined {
  return endReason === undefined ? undefined : (END_REASONS.get(endReason) ?? endReason);
}
