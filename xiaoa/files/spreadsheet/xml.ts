import { damaged } from './unreadable';

/** A tag, and the text in front of it. An empty element gives an opening and a closing tag. */
export interface Tag {
  /** Without the prefix of its namespace. */
  readonly name: string;
  readonly closes: boolean;
  /** What stands between the tags before, and CDATA; entities are replaced. */
  readonly text: string;
  /** What stands between `<` and `>`. */
  readonly inside: string;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
  ['nbsp', ' '],
]);

/**
 * The tags of XML, one after another. Entities that a document declares itself are not replaced, so it
 * cannot grow. Text that breaks off ends.
 *
 * @throws {UnreadableSpreadsheet} when a tag has no end
 */
export function* tagsOf(xml: string): Generator<Tag, void> {
  let text = '';
  for (let at = 0; ; ) {
    const open = xml.indexOf('<', at);
    if (open < 0) return;
    if (open > at) text += unescapeEntities(xml.slice(at, open));
    if (xml.startsWith('<![CDATA[', open)) {
      at = endOf(xml, ']]>', open);
      text += xml.slice(open + 9, at - 3);
    } else if (xml.startsWith('<!--', open)) {
      at = endOf(xml, '-->', open + 4);
    } else {
      at = endOfTag(xml, open);
      const inside = xml.slice(open + 1, at - 1);
      if (inside[0] === '?' || inside[0] === '!') continue;
      const closes = inside[0] === '/';
      const name = /^\/?(?:[^\s/:]*:)?([^\s/:]*)/.exec(inside)![1];
      yield { name, closes, text, inside };
      if (!closes && inside.endsWith('/')) yield { name, closes: true, text: '', inside };
      text = '';
    }
  }
}

/** @param name without the prefix of its namespace */
export function attribute({ inside }: Tag, name: string): string | undefined {
  for (const [, own, double, single] of inside.matchAll(ATTRIBUTES)) {
    if (own.slice(own.indexOf(':') + 1) === name) return unescapeEntities(double ?? single);
  }
  return undefined;
}

const ATTRIBUTES = /\s([^\s=]{1,100})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g;

/** The place behind `mark`. */
function endOf(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at < 0) throw damaged();
  return at + mark.length;
}

/** A `>` inside quotes ends no tag. */
function endOfTag(xml: string, open: number): number {
  for (let at = open + 1; at < xml.length; at++) {
    const sign = xml[at];
    if (sign === '>') return at + 1;
    if (sign === '"' || sign === "'") at = endOf(xml, sign, at + 1) - 1;
  }
  throw damaged();
}

function unescapeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-f]{1,8}|\w{1,10});/gi, (written, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? written;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}
