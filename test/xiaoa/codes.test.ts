import { CODES as DOCUMENTED } from '../fixtures/apiDocument';
import {
  PLATFORM_CODES,
  SUCCESS,
  WRONG_PASSWORD,
  describeCode,
  isStaleKeyCode,
} from '../../xiaoa/codes';

test('holds the codes of §5 and of §7.1', () => {
  expect([...PLATFORM_CODES.keys()].sort()).toEqual([...DOCUMENTED].sort());
  for (const [code, entry] of PLATFORM_CODES) expect(entry.code).toBe(code);
});

test.each(DOCUMENTED.map((code) => [code]))('%i is worded by the rules of n8n', (code) => {
  const { meaning, advice, vendorText } = describeCode(code, 'ignored');
  expect(meaning).toMatch(/^[A-Z][^.]*[^.\s]$/);
  expect(`${meaning} ${advice}`).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
  expect(vendorText).not.toBe('');
  expect(advice).toMatch(code === SUCCESS ? /^$/ : /^[A-Z].*\.$/);
});

test.each([
  [10001, /'Signature Encoding' in the XiaoA credential/],
  [30009, /Choose another 'AI User'/],
  [30005, /30,000/],
  [30004, /300,000/],
  [30006, /'Encrypt Contacts'/],
  [20007, /Ask the vendor/],
  [30011, /dial_task_main_id/],
])('%i says what to do', (code, advice) => {
  expect(describeCode(code).advice).toMatch(advice);
});

test('speaks with the words of the answer where the code is unknown', () => {
  expect(describeCode(77777, ' 系统维护中 ')).toEqual({
    code: 77777,
    meaning: 'The platform answered: 系统维护中 (code 77777)',
    vendorText: '系统维护中',
    advice: expect.stringMatching(/^The API document does not list this code\./),
  });
  expect(describeCode(-1)).toMatchObject({
    meaning: 'The platform answered with code -1',
    vendorText: '',
  });
});

test('tells the stale keys from everything else', () => {
  expect(DOCUMENTED.filter(isStaleKeyCode)).toEqual([20005, 20006, 40001]);
  expect(WRONG_PASSWORD).toBe(20004);
});
