import { CODES as DOCUMENTED } from '../fixtures/apiDocument';
import { MESSAGES } from '../../emulator/platform/codes';
import {
  isPassingStatus,
  isSignatureCode,
  isStaleKeyCode,
  mayBeDone,
  PLATFORM_CODES,
  SUCCESS,
  WRONG_PASSWORD,
} from '../../xiaoa/codes';
import { describeRefusal, type RequestFacts } from '../../xiaoa/refusals';

const OTHER: RequestFacts = { carries: 'other' };
const MB = 1024 * 1024;

const adviceOn = (code: number, facts: RequestFacts = OTHER) =>
  describeRefusal({ code, msg: '' }, [], facts).advice;

test('holds the codes of §5 and of §7.1, and the second one for a wrong signature', () => {
  expect([...PLATFORM_CODES.keys()].sort()).toEqual([...DOCUMENTED, 100001].sort());
  for (const [code, entry] of PLATFORM_CODES) expect(entry.code).toBe(code);
});

test.each([...DOCUMENTED, 100001].filter((code) => code !== SUCCESS).map((code) => [code]))(
  '%i is worded by the rules of n8n',
  (code) => {
    const { vendorText } = PLATFORM_CODES.get(code)!;
    const { message, advice } = describeRefusal({ code, msg: vendorText }, [], OTHER);
    expect(message).toMatch(new RegExp(`^[A-Z][^.]*[^.\\s] \\(XiaoA code ${code}\\)$`));
    expect(`${message} ${advice}`).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  },
);

test.each<[number, RequestFacts, RegExp, RegExp | undefined]>([
  [10001, { ...OTHER, nonAscii: true, signature: 'raw' }, /'Signature Encoding'/, undefined],
  [10001, { ...OTHER, nonAscii: true }, /'Base URL'/, /Signature Encoding/],
  [10001, OTHER, /'Base URL'/, /Encoding|Chinese/],
  [10001, { carries: 'excel', bytes: 9 * MB }, /9\.0 MB.*lower upload limit/, /Encoding/],
  [10001, { ...OTHER, nonAscii: true, oddCharacter: 'U+3000' }, /U\+3000/, undefined],
  [100001, { ...OTHER, nonAscii: true, signature: 'raw' }, /'Signature Encoding'/, undefined],
  [30001, { carries: 'excel', bytes: 1_000 }, /'Input Data Field Name'/, /MB/],
  [30001, { carries: 'excel', bytes: 3 * MB }, /3\.0 MB/, undefined],
  [30001, { carries: 'contacts' }, /at least one contact/, /Excel|file/],
  [30005, { carries: 'contacts' }, /'Contacts per Request'/, /input items/],
  [30005, { carries: 'excel' }, /Split the file/, /Contacts per Request/],
  [30006, { carries: 'contacts', encrypted: true }, /'Encrypt Contacts'/, undefined],
  [30006, { carries: 'contacts' }, /at least one contact.*columns/, /Encrypt/],
  [50001, { carries: 'file' }, /doesn't have this file/, /field/],
  [50001, { carries: 'task' }, /field that names the task/, /file/],
  [20004, { carries: 'login', accessId: true }, /Access Secret/, /password/],
  [20007, OTHER, /Ask XiaoA/, undefined],
  [20004, { carries: 'login' }, /the user name and the password/, /Access/],
  [
    20002,
    { carries: 'contacts', bytes: 9 * MB },
    /9\.0 MB.*Lower 'Contacts per Request'/,
    undefined,
  ],
  [20002, { carries: 'contacts', bytes: MB }, /1\.0 MB/, undefined],
  [20002, { carries: 'contacts', bytes: MB - 1 }, /node's fields/, /MB/],
  [20003, OTHER, /for this account \(client type 2\), and/, undefined],
  [20003, { ...OTHER, accessId: true }, /for this account, and/, undefined],
  [
    30003,
    { carries: 'excel' },
    /'Get Template Columns'.* Fill in the template's own Excel file\.$/,
    undefined,
  ],
  [30003, { carries: 'contacts' }, /'Get Template Columns'/, /Excel/],
  [30006, { carries: 'excel' }, /file's columns/, /at least one contact/],
  [10001, { carries: 'contacts', bytes: 9 * MB }, /9\.0 MB.*'Contacts per Request'/, /upload/],
  [10001, { carries: 'excel', bytes: 1_000 }, /'Base URL'/, /MB/],
  [10001, { carries: 'excel', bytes: 9 * MB }, /Split the file.*'Extract From File'/, undefined],
  [10001, { ...OTHER, nonAscii: true, signature: 'raw' }, /text\.$/, undefined],
  [30004, OTHER, /300,000/, undefined],
])('%i after %j advises what can be true', (code, facts, right, wrong) => {
  expect(adviceOn(code, facts)).toMatch(right);
  if (wrong) expect(adviceOn(code, facts)).not.toMatch(wrong);
});

describe('what XiaoA says', () => {
  const messageOf = (code: number, msg: string, secrets: string[] = []) =>
    describeRefusal({ code, msg }, secrets, OTHER).message;

  test.each([
    [30008, '第3行：字段【欠费金额】类型错误'],
    [20005, 'IP不在白名单'],
    [500, '数据库连接失败'],
    [20007, '账号已停用'],
  ])('stands behind the meaning of %i if it is more', (code, msg) => {
    expect(messageOf(code, msg)).toMatch(/\(XiaoA code \d+\)\. XiaoA said: /);
    expect(messageOf(code, msg)).toContain(msg);
  });

  test.each([
    [20005, 'ApiKey 验证失败'],
    [20005, 'apikey验证失败！'],
    [30002, '导入文件格式错误'],
    [30011, ''],
    [30011, ' Error. '],
    [30011, '操作失败'],
    [30011, '请求失败'],
    [30011, '失败'],
    [30011, '错误!'],
    [30011, 'Fail'],
    [30011, 'FAILED'],
    [30011, 'failure.'],
    [30011, 'false'],
  ])('is left out for %i if it is %p', (code, msg) => {
    expect(messageOf(code, msg)).toBe(`${PLATFORM_CODES.get(code)!.meaning} (XiaoA code ${code})`);
  });

  test('is the message for a code that nobody knows, which stands there once', () => {
    expect(messageOf(30007, ' 系统维护中 ')).toBe(
      'XiaoA refused the request: 系统维护中 (code 30007)',
    );
    expect(messageOf(-1, '')).toBe('XiaoA refused the request (code -1)');
    const adviceTo = (msg: string) => describeRefusal({ code: -1, msg }, [], OTHER).advice;
    expect(adviceTo('系统维护中')).toContain(
      "Check the node's fields against the message, and ask",
    );
    expect(adviceTo('')).toContain("Check the node's fields, and ask");
    expect(describeRefusal({ code: 30007, msg: '' }, [], OTHER).advice).toMatch(
      /doesn't list this code/,
    );
  });

  test('is cut, and holds no secret, even where it was cut', () => {
    const long = messageOf(30008, `第3行${'很长'.repeat(3_000_000)}`);
    expect(long.length).toBeLessThan(400);
    expect(messageOf(30008, `${'x'.repeat(290)} s3cret-word`, ['s3cret-word'])).not.toMatch(/s3c/);
    expect(messageOf(30007, 'key s3cret-word is wrong', ['s3cret-word'])).toContain('key ***');
  });

  test('takes the wind out of the usual explanation', () => {
    const { advice } = describeRefusal({ code: 20005, msg: 'IP不在白名单' }, [], OTHER);
    expect(advice).toMatch(/^If that doesn't explain it, another program/);
    expect(adviceOn(20005)).not.toMatch(/^If/);
  });

  test('is no matter of the key where a login was refused', () => {
    const adviceTo = (msg: string) =>
      describeRefusal({ code: 20005, msg }, [], { carries: 'login' }).advice;
    expect(adviceTo('')).toMatch(/^A login needs no key, so check the Base URL/);
    expect(adviceTo('IP不在白名单')).toMatch(/^If that doesn't explain it: a login needs no key/);
  });

  test('names what the login was made with', () => {
    const byAccessId = { carries: 'login', accessId: true } as const;
    const messageFor = (code: number) => describeRefusal({ code, msg: '' }, [], byAccessId).message;
    expect(messageFor(20004)).toBe('Wrong Access ID or Access Secret (XiaoA code 20004)');
    expect(messageFor(20006)).toBe('The API key has expired (XiaoA code 20006)');
    expect(messageOf(20004, '')).toBe('Wrong user name or password (XiaoA code 20004)');
  });
});

test.each(Object.entries(MESSAGES).filter(([code]) => Number(code) !== SUCCESS))(
  'what the platform always says to %s is not repeated',
  (code, msg) => {
    const known = describeRefusal({ code: Number(code), msg }, [], OTHER);
    expect(known).toEqual(describeRefusal({ code: Number(code), msg: '' }, [], OTHER));
  },
);

test.each([
  [200, false],
  [404, false],
  [408, true],
  [409, false],
  [429, true],
  [499, false],
  [500, true],
  [504, true],
])('HTTP status %i passes: %p', (status, passes) => {
  expect(isPassingStatus(status)).toBe(passes);
});

test('tells the stale keys and the wrong signatures from everything else', () => {
  expect(DOCUMENTED.filter(isStaleKeyCode)).toEqual([20005, 20006, 40001]);
  expect([...DOCUMENTED, 100001].filter(isSignatureCode)).toEqual([10001, 100001]);
  expect(WRONG_PASSWORD).toBe(20004);
});

test.each([
  [500, 200, true],
  [30011, 500, false],
  [30007, 502, false],
  [504, 504, true],
  [-1, 500, true],
  [-1, 200, false],
  [20005, 401, false],
])('code %i with HTTP status %i: may be done is %p', (code, status, expected) => {
  expect(mayBeDone(code, status)).toBe(expected);
});
