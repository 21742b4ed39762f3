import { inspect } from 'node:util';

import { excerpt, redact } from '../../xiaoa/redact';
import { cpuMs } from '../support/cpuTime';

const SECRET = `p&q'<r>"s\\t\\\\u 密é😀/+=`;

const escapedOnce = (text: string) => JSON.stringify(text).slice(1, -1);
const inPage = (text: string, quote: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", quote);
const asNumbers = (text: string, write: (point: number) => string) =>
  Array.from(text, (sign) => write(sign.codePointAt(0)!)).join('');
const asUnits = (text: string, write: (unit: string) => string) =>
  Array.from({ length: text.length }, (_, at) =>
    write(text.charCodeAt(at).toString(16).padStart(4, '0')),
  ).join('');

describe('a secret is found', () => {
  it.each<[string, (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['in JSON', escapedOnce],
    ['in JSON as PHP writes it', (secret) => escapedOnce(secret).replaceAll('/', '\\/')],
    ['in JSON inside JSON', (secret) => escapedOnce(escapedOnce(secret))],
    ['in escapes alone', (secret) => asUnits(secret, (unit) => `\\u${unit}`)],
    ['in large escapes', (secret) => asUnits(secret, (unit) => `\\u${unit.toUpperCase()}`)],
    ['in escapes inside JSON', (secret) => asUnits(secret, (unit) => `\\\\u${unit}`)],
    ['in an address', encodeURIComponent],
    ['in a form', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in small letters', (secret) => encodeURIComponent(secret).toLowerCase()],
    ['in an address twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
    ['in a page', (secret) => inPage(secret, '&#039;')],
    ['in XML', (secret) => inPage(secret, '&apos;')],
    ['in a page twice', (secret) => inPage(secret, '&#39;').replaceAll('&', '&amp;')],
    ['in numbers', (secret) => asNumbers(secret, (point) => `&#${point};`)],
    ['in numbers of a page', (secret) => asNumbers(secret, (point) => `&#x${point.toString(16)};`)],
    [
      'in large numbers',
      (secret) => asNumbers(secret, (point) => `&#X0${point.toString(16).toUpperCase()};`),
    ],
    ['in Base64', (secret) => Buffer.from(secret).toString('base64url')],
    [
      'in Base64, behind one byte',
      (secret) => Buffer.from(`:${secret}`).toString('base64').slice(2),
    ],
    ['in Base64, behind two', (secret) => Buffer.from(`u:${secret}`).toString('base64').slice(3)],
  ])('%s', (_, write) => {
    const written = write(SECRET);
    const clean = redact(`begin ${written} middle ${written} end`, [SECRET]);
    expect(clean).toMatch(/^begin \*{3}\S{0,5} middle \*{3}\S{0,5} end$/);
  });

  it('by itself: other text stays, and short secrets are common words', () => {
    expect(redact('a pass, past', ['pass'])).toBe('a ***, past');
    expect(redact('abc abcd', ['abc'])).toBe('abc abcd');
    expect(redact('a.c.e.g', ['a?c?e'])).toBe('a.c.e.g');
    expect(redact('key one and two2', ['key one', 'two2'])).toBe('*** and ***');
    expect(redact('text', ['', '\\\\\\\\'])).toBe('text');
    expect(redact('1 ++++ 2', ['pass'])).toBe('1 ++++ 2');
    // Two letters in Base64 are in many words.
    expect(redact('dGVz and dGVzdA', ['test'])).toBe('dGVz and dGVzdA');
  });
});

it.each(['secret', '???>>>'])('%s is found in Base64 of either kind', (secret) => {
  for (const encoding of ['base64', 'base64url'] as const) {
    expect(redact(Buffer.from(secret).toString(encoding), [secret])).toBe('***');
  }
});

it('a long row of backslashes takes no time', () => {
  const text = '\\'.repeat(3_000);
  expect(cpuMs(() => redact(text, [`${'\\'.repeat(40)}x`]))).toBeLessThan(500);
});

describe('an excerpt', () => {
  it('is one line of at most that length', () => {
    expect(excerpt(' a\r\n\t b\u0000\u2028c ', [], 200)).toBe('a b c');
    expect(excerpt('x'.repeat(20), [], 20)).toBe('x'.repeat(20));
    expect(excerpt('x'.repeat(21), [], 20)).toBe(`${'x'.repeat(19)}…`);
    expect(excerpt('x'.repeat(5_000), [], 2_000)).toBe('x'.repeat(2_000));
  });

  const secret = Array.from({ length: 25 }, (_, at) => `s${at}`.padEnd(4, '!')).join('');

  it.each(Array.from({ length: 30 }, (_, at) => 1_900 + 50 * at))(
    'shows no part of a secret that begins at %i',
    (start) => {
      const shown = excerpt(`${'x'.repeat(start)}${secret}${'y'.repeat(2_000)}`, [secret], 2_000);
      expect(shown).not.toMatch(/s\d+!/);
    },
  );

  it('shows no part of the last of many secrets, of which only the beginning was looked at', () => {
    const shown = excerpt(`${'x'.repeat(50)}${secret.repeat(100)}`, [secret], 2_000);
    expect(shown).not.toMatch(/s\d/);
  });

  it.each([
    ['{"api_key":"VjOgQZMm","a":1}', '{"api_key":"***","a":1}'],
    ['{\\"apiKey\\": \\"VjOgQZMm\\"}', '{\\"apiKey\\": \\"***\\"}'],
    ['?api_key=VjOgQZMm&b=2', '?api_key=***&b=2'],
    ['PASSWORD  =  VjOgQZMm, b', 'PASSWORD = ***, b'],
    ['secret: VjOgQZMm b', 'secret: *** b'],
  ])('masks the value of a key in %s, though nobody knows it', (text, shown) => {
    expect(excerpt(text, [], 200)).toBe(shown);
  });

  it('leaves nothing of a secret in what Node prints', () => {
    expect(inspect(redact(SECRET, [SECRET]))).toBe("'***'");
  });
});
