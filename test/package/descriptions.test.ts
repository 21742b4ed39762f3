/**
 * n8n's rules for what the editor shows, as far as they can be read off the built package:
 * https://docs.n8n.io/connect/create-nodes/build-your-node/reference/ux-guidelines
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  ICredentialType,
  INodeProperties,
  INodePropertyOptions,
  INodeType,
} from 'n8n-workflow';

const ROOT = join(__dirname, '..', '..');
const { n8n, name: packageName } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  n8n: { nodes: string[]; credentials: string[] };
  name: string;
};

function load<T>(file: string): T {
  const [Type] = Object.values(
    jest.requireActual<Record<string, new () => T>>(join(ROOT, file)),
  ) as Array<new () => T>;
  return new Type();
}

const nodes = n8n.nodes.map((file) => ({
  file,
  description: load<INodeType>(file).description,
}));
const credentials = n8n.credentials.map((file) => load<ICredentialType>(file));

/** A property with all that lie in it, each under its path. */
function flat(path: string, property: INodeProperties): Array<[string, INodeProperties]> {
  const { operation } = property.displayOptions?.show ?? {};
  const place = `${path}.${operation ? `${operation.join('+')}.` : ''}${property.name}`;
  const inner =
    property.type === 'collection'
      ? (property.options as INodeProperties[]).flatMap((one) => flat(place, one))
      : [];
  return [[place, property], ...inner];
}

const properties = [
  ...nodes.flatMap(({ description: { name, properties: own } }) =>
    own.flatMap((property) => flat(name, property)),
  ),
  ...credentials.flatMap(({ name, properties: own }) =>
    own.flatMap((property) => flat(name, property)),
  ),
].map(([place, property], index) => [`${place} (${index})`, property] as const);

const choices = properties.flatMap(([place, { type, options }]) =>
  type === 'options' || type === 'multiOptions'
    ? (options as INodePropertyOptions[]).map(
        (option) => [`${place}: ${option.name}`, option] as const,
      )
    : [],
);

const SMALL_WORDS = /^(?:a|an|and|as|at|by|for|from|if|in|of|off|on|or|per|so|the|to|with)$/;

function expectTitleCase(text: string): void {
  const words = text.split(' ').map((word) => word.replace(/^[('"]+/, ''));
  expect(
    words.filter((word, at) => /^[a-z]/.test(word) && !(at > 0 && SMALL_WORDS.test(word))),
  ).toEqual([]);
}

/** One sentence has no period at its end, several have one each. */
function expectSentences(text: string): void {
  const several = /[.!?] [A-Z姓]/u.test(text) || /[.!?] 电/u.test(text);
  expect(text).toMatch(/^[A-Z]/);
  expect(text).toMatch(several ? /[.!?]$/ : /[^.]$/);
  expect(text).not.toMatch(/ {2}|^\s|\s$|\.\.$/);
}

describe.each(nodes)('$description.name', ({ file, description }) => {
  it('has its names, its pictures and its entry for the search', () => {
    expectTitleCase(description.displayName);
    expectSentences(description.description);
    const { light, dark } = description.icon as { light: string; dark: string };
    for (const icon of [light, dark])
      expect(existsSync(join(ROOT, dirname(file), icon.replace('file:', '')))).toBe(true);
    const codex = JSON.parse(readFileSync(join(ROOT, file.replace(/js$/, 'json')), 'utf8'));
    expect(codex.node).toBe(`${packageName}.${description.name}`);
    expect(codex.alias).toEqual(expect.arrayContaining(['call', 'phone', 'lead', '外呼', '小A']));
    expect(description.builderHint?.searchHint).toMatch(/XiaoA/);
  });

  it('is a tool, unless it starts workflows', () => {
    expect(Boolean(description.usableAsTool)).toBe(description.inputs.length > 0);
  });
});

it.each(properties)('%s is named and described', (_place, property) => {
  const { type, displayName, description, hint, placeholder } = property;
  expect(property.default).toBeDefined();
  if (type === 'notice') {
    expect(displayName).toMatch(/^[A-Z].*\.$/);
    return;
  }
  expectTitleCase(displayName);
  if (description !== undefined) expectSentences(description);
  if (hint !== undefined) expectSentences(hint);
  if (type === 'boolean') expect(description).toMatch(/^Whether /);
  if (type === 'collection') expect(placeholder).toMatch(/^Add (?:filter|option)$/);
  else if (placeholder !== undefined) expect(placeholder).toMatch(/^e\.g\. \S/);
});

it.each(choices)('%s is named and described', (_place, { name, description, action }) => {
  expectTitleCase(name);
  if (description !== undefined) expectSentences(description);
  if (action !== undefined) {
    expect(action).toMatch(/^[A-Z]/);
    expect(action).not.toMatch(/\b(?:a|an|the)\b|\.$/i);
  }
});

it.each(properties.filter(([, { type }]) => ['options', 'collection'].includes(type)))(
  '%s lists its choices by name',
  (_place, { options, type, default: byDefault }) => {
    const names = (options as INodeProperties[]).map((one) =>
      type === 'collection' ? one.displayName : one.name,
    );
    const inOrder = [...names].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));
    expect(names).toEqual(inOrder);
    if (type === 'options')
      expect((options as INodePropertyOptions[]).map(({ value }) => value)).toContain(byDefault);
  },
);

it.each(properties.filter(([, { type }]) => type === 'resourceLocator'))(
  '%s is chosen from a list or given by its ID',
  (_place, { modes, default: byDefault }) => {
    expect(modes?.map(({ name }) => name)).toEqual(['list', 'id']);
    expect(byDefault).toMatchObject({ mode: 'list' });
  },
);

it('documents the credential', () => {
  const [{ documentationUrl }] = credentials;
  const page = /blob\/main\/(.+)$/.exec(documentationUrl ?? '')?.[1] ?? '';
  expect(existsSync(join(ROOT, page))).toBe(true);
});
