import { END_REASONS } from '../../fixtures/apiDocument';
import { endReasonInEnglish } from '../../../xiaoa/records/callEnd';

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

test('one that the document does not list stays as it is', () => {
  expect(endReasonInEnglish('线路故障')).toBe('线路故障');
  expect(endReasonInEnglish(undefined)).toBeUndefined();
});
