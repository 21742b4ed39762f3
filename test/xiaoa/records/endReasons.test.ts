import { endReasonInEnglish } from '../../../xiaoa/records/endReasons';

test.each([
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
  ['线路故障', '线路故障'],
  [undefined, undefined],
])('%p is %p', (endReason, english) => {
  expect(endReasonInEnglish(endReason)).toBe(english);
});
