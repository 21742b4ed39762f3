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
