const END_REASONS: Record<string, string> = {
  对方挂机: 'Customer hung up',
  本方挂机: 'Robot hung up',
  关机: 'Phone off',
  空号: 'No such number',
  正在通话中: 'Busy',
  无法接通: 'Unreachable',
  暂停服务: 'Suspended',
  用户正忙: 'User busy',
  拨号方式不正确: 'Invalid number format',
  来电提醒: 'Call reminder',
  其他: 'Other',
};

/** undefined for a reason that the document does not list */
export function endReasonInEnglish(reason: string): string | undefined {
  return END_REASONS[reason];
}
