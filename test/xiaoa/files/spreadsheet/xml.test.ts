import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { attribute, tagsOf } from '../../../../xiaoa/files/spreadsheet/xml';

/** As `<text><name` and, where it closes, `/`. */
const read = (xml: string) =>
  [...tagsOf(xml)].map(({ name, closes, text }) => `${text}<${name}${closes ? '/' : ''}`);

describe('tags', () => {
  it.each([
    ['<a>x</a>', ['<a', 'x<a/']],
    ['<a/>y<b />', ['<a', '<a/', 'y<b', '<b/']],
    ['</a/>', ['<a/']],
    ['<ss:a ss:b="1">x</ss:a>', ['<a', 'x<a/']],
    ['<a\n b="1">', ['<a']],
    ['<?xml version="1.0"?><!DOCTYPE x><a>', ['<a']],
    ['<a>x<!-- > <b> -->y</a>', ['<a', 'xy<a/']],
    ['<a>x<![CDATA[<b>&amp;]]>y</a>', ['<a', 'x<b>&amp;y<a/']],
    ['<a b=">" c=\'>\'>x</a>', ['<a', 'x<a/']],
    ['<a>x', ['<a']],
    ['text', []],
    ['', []],
  ])('of %s', (xml, tags) => expect(read(xml)).toEqual(tags));

  it('give what stands in them', () => {
    expect([...tagsOf('x<a b="1"/>')]).toEqual([
      { name: 'a', closes: false, text: 'x', inside: 'a b="1"/' },
      { name: 'a', closes: true, text: '', inside: 'a b="1"/' },
    ]);
  });

  it.each(['<a', '<a b=">', '<!-- a', '<![CDATA[ a', '<!-->'])('without an end: %s', (xml) => {
    expect(() => read(xml)).toThrow(UnreadableSpreadsheet);
  });

  it.each([
    ['&lt;&gt;&amp;&apos;&quot;&nbsp;', '<>&\'" '],
    ['&#20013;&#x4e2d;&#X4E2D;&#x1F600;', '中中中\u{1F600}'],
    ['&unknown; &#x110000; & &; &#; &#x10FFFF;', '&unknown; &#x110000; & &; &#; \u{10ffff}'],
    ['&amp;lt;', '&lt;'],
  ])('have the text %s', (written, text) => {
    expect(read(`<a>${written}</a>`)).toEqual(['<a', `${text}<a/`]);
  });
});

describe('an attribute', () => {
  const of = (xml: string, name: string) => attribute([...tagsOf(xml)][0], name);

  it.each([
    ['<a b="1" c="2">', 'c', '2'],
    ['<a b=\'x &amp; "y"\'>', 'b', 'x & "y"'],
    ['<a ss:b="1">', 'b', '1'],
    ['<a\n\tb = \n"1">', 'b', '1'],
    ['<a b="">', 'b', ''],
    ['<a xb="1">', 'b', undefined],
    ['<a b=1>', 'b', undefined],
    ['<a>', 'b', undefined],
    ['<b="1">', 'b', undefined],
  ])('of %s: %s is %p', (xml, name, value) => expect(of(xml, name)).toBe(value));
});
