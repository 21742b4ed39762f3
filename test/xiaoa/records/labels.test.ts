import { labelsOf } from '../../../xiaoa/records/labels';

test.each([
  ['有意向', ['有意向']],
  ['有意向 加微信', ['有意向', '加微信']],
  [
    ' 有意向,加微信，价格;地址；车型、颜色|尺寸｜时间 ',
    ['有意向', '加微信', '价格', '地址', '车型', '颜色', '尺寸', '时间'],
  ],
  ['|有意向||加微信|', ['有意向', '加微信']],
  ['有意向\t\n加微信', ['有意向', '加微信']],
  [
    ['有意向', ' ', '加微信 价格'],
    ['有意向', '加微信', '价格'],
  ],
  ['   ', []],
  ['', []],
  [null, []],
  [undefined, []],
])('the labels in %j are %j', (labelling, labels) => {
  expect(labelsOf(labelling)).toEqual(labels);
});
