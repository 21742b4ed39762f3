import { damaged } from './unreadable';

/** Names are without the prefix of their namespace. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Attributes }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

export type Attributes = Readonly<Record<string, string | undefined>>;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
]);

/**
 * Takes XML apart, token by token; an empty element gives an `open` and a `close`. Text that breaks off
 * simply ends. Entities that a document declares itself are not replaced, so it cannot grow.
 *
 * @throws {UnreadableSpreadsheet} when a tag has no end
 */
export function* xmlTokens(xml: string): Generator<XmlToken, void> {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf('<', at);
    if (tag !== at) {
      const text = xml.slice(at, tag < 0 ? undefined : tag);
      if (text !== '') yield { kind: 'text', text: plain(text) };
    }
    if (tag < 0) return;
    if (xml.startsWith('<![CDATA[', tag)) {
      const end = endOf(xml, ']]>', tag);
      yield { kind: 'text', text: xml.slice(tag + '<![CDATA['.length, end - ']]>'.length) };
      at = end;
    } else if (xml.startsWith('<!--', tag)) {
      at = endOf(xml, '-->', tag + '<!--'.length);
    } else if (xml[tag + 1] === '?' || xml[tag + 1] === '!') {
      at = endOf(xml, '>', tag);
    } else {
      const end = endOfTag(xml, tag);
      yield* tagTokens(xml.slice(tag + 1, end - 1));
      at = end;
    }
  }
}

function* tagTokens(inside: string): Generator<XmlToken, void> {
  if (inside.startsWith('/')) {
    yield { kind: 'close', name: local(inside.slice(1).trim()) };
    return;
  }
  const name = local(/^[^\s/]+/.exec(inside)?.[0] ?? '');
  yield { kind: 'open', name, attributes: attributesOf(inside) };
  if (inside.endsWith('/')) yield { kind: 'close', name };
}

function attributesOf(inside: string): Attributes {
  // Millions of tags have none.
  if (!inside.includes('=')) return {};
  const found = inside.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries(
    Array.from(found, ([, name, double, single]) => [local(name), plain(double ?? single)]),
  );
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The place behind `mark`. */
function endOf(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at < 0) throw damaged();
  return at + mark.length;
}

/** A `>` inside quotes ends no tag. */
function endOfTag(xml: string, tag: number): number {
  for (let at = tag + 1; at < xml.length; at++) {
    const sign = xml[at];
    if (sign === '>') return at + 1;
    if (sign === '"' || sign === "'") at = endOf(xml, sign, at + 1) - 1;
  }
  throw damaged();
}

function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (written, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? written;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}
