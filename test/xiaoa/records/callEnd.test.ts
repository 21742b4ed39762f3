import { END_REASONS } from '../../fixtures/apiDocument';
import { endReasonInEnglish, hasEnded } from '../../../xiaoa/records/callEnd';

test.each(END_REASONS)('%s of the API document has English words', (endReason) => {
  expect(endReasonInEnglish(endReason)).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/);
});

test('no two end reasons read the same in English', () => {
  expect(new Set(END_REASONS.map(endReasonInEnglish)).size).toBe(END_REASONS.length);
});

test('who hung up is not mixed up, nor a phone that is off with a number that does not exist', () => {
  const [theirs, ours, off, none] = ['对方挂机', '本方挂机', '关机', '空号'].map(
    endReasonInEnglish,
  );
  expect(theirs).toMatch(/customer|other/i);
  expect(ours).toMatch(/robot|our/i);
  expect(off).toMatch(/off/);
  expect(none).toMatch(/number/);
});

test.each([
  ['稍后再拨', /later/],
  ['停机', /service/],
  ['用户拒接', /rejected/],
  ['欠费', /arrears/],
  ['无人应答', /answer/],
])('%s of newer servers has English words', (endReason, words) => {
  expect(endReasonInEnglish(endReason)).toMatch(words);
});

test.each<[Record<string, unknown>, boolean]>([
  [{ endreason: '空号' }, true],
  [{ endreason: '无人接听' }, true],
  [{ endreason: '10' }, true],
  [{ endreason: 'A-B' }, true],
  [{ endreason: '对方挂机', disconnected_at: null }, true],
  [{ endreason: '', disconnected_at: '2018-05-08 15:42:55' }, true],
  [{ endreason: '-', disconnected_at: '2018-05-08 15:42:55' }, true],
  [{ endreason: '-' }, false],
  [{ endreason: '——' }, false],
  [{ endreason: ' / ' }, false],
  [{ endreason: 'NULL' }, false],
  [{ endreason: 'none' }, false],
  [{ endreason: 'undefined' }, false],
  [{ endreason: 0 }, false],
  [{ endreason: '无' }, false],
  [{ endreason: null, disconnected_at: '0000-00-00 00:00:00' }, false],
  [{ disconnected_at: '1970-01-01 08:00:00' }, false],
  [{ connected_at: '2018-05-08 15:42:55' }, false],
])('whether the call of %j has ended: %p', (row, ended) => {
  expect(hasEnded(row)).toBe(ended);
});

test('one that the document does not list stays as it is', () => {
  expect(endReasonInEnglish('线路故障')).toBe('线路故障');
  expect(endReasonInEnglish(undefined)).toBeUndefined();
});
