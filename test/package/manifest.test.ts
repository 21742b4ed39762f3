/**
 * What n8n asks of a package that it verifies, as far as files can show it:
 * https://docs.n8n.io/connect/create-nodes/build-your-node/reference/verification-guidelines
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const manifest = JSON.parse(read('package.json'));

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

describe('package.json', () => {
  test('has the name and the keyword by which n8n finds community packages', () => {
    expect(manifest.name).toBe('n8n-nodes-xiaoa');
    expect(manifest.keywords).toContain('n8n-community-node-package');
  });

  test('is under the MIT license, and so is LICENSE', () => {
    expect(manifest.license).toBe('MIT');
    expect(read('LICENSE')).toMatch(/^MIT License/);
  });

  test('names its author, with an address', () => {
    expect(manifest.author).toEqual({
      name: expect.stringMatching(/\S/),
      email: expect.stringMatching(/^\S+@\S+\.\S+$/),
    });
  });

  test('leads to one public repository on GitHub', () => {
    const { type, url } = manifest.repository;
    const address = /^https:\/\/github\.com\/[\w-]+\/n8n-nodes-xiaoa$/;
    expect(type).toBe('git');
    expect(url.replace(/\.git$/, '')).toMatch(address);
    expect(manifest.homepage).toBe(`${url.replace(/\.git$/, '')}#readme`);
    expect(manifest.bugs.url).toBe(`${url.replace(/\.git$/, '')}/issues`);
  });

  test('has no dependencies but the n8n that it runs in', () => {
    for (const kind of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'overrides'])
      expect(manifest).not.toHaveProperty(kind);
    expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
  });

  test('runs nothing on the machine that installs it', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
    expect(manifest).not.toHaveProperty('bin');
  });

  test('says where the five nodes and the credential are', () => {
    const { n8n } = manifest;
    expect(n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
    expect([n8n.nodes.length, n8n.credentials.length]).toEqual([5, 1]);
    const sources = [...n8n.nodes, ...n8n.credentials].map((file: string) =>
      file.replace(/^dist\/(.*)\.js$/, '$1.ts'),
    );
    expect(sources.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('publishes the built files, in the open and with a provenance statement', () => {
    expect(manifest.files).toEqual(['dist']);
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
  });
});

describe('the release workflow', () => {
  const workflow = read('.github/workflows/release.yml');
  const [, build, publish] = workflow.split(/^ {2}(?=build:|publish:)/m);
  const commands = (job: string) =>
    [...job.replace(/#.*$/gm, '').matchAll(/\bnpm ((?:run )?[\w:]+)/g)].map(([, name]) => name);

  test('publishes what an earlier job has checked', () => {
    const scripts = ['release:check', 'lint', 'build', 'pack:check', 'scan'];
    expect(commands(build)).toEqual([...scripts.map((name) => `run ${name}`), 'test', 'pack']);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
    expect(publish).toMatch(/^ {4}needs: build$/m);
  });

  test('gives the right to publish only to a job that runs nothing else, and that somebody approves', () => {
    expect(build).not.toMatch(/id-token|secrets\./);
    expect(workflow.slice(0, workflow.indexOf('jobs:'))).not.toContain('id-token: write');
    expect(commands(publish)).toEqual(['config', 'publish']);
    expect(publish).not.toContain('actions/checkout');
    expect(publish).toMatch(/^ {4}environment: npm$/m);
  });

  test('may make a provenance statement, and does', () => {
    expect(publish).toMatch(/^ {6}id-token: write$/m);
    expect(publish).toMatch(/npm publish .*--ignore-scripts --provenance --access public$/m);
  });
});

describe('workflows', () => {
  test.each(['ci.yml', 'release.yml'])('%s names each action by its commit', (file) => {
    const uses = [...read(`.github/workflows/${file}`).matchAll(/uses: (.*)$/gm)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action] of uses)
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/);
  });
});

test('CI runs the checks on each version of n8n that there is a folder for', () => {
  const [, list] = /^ +version: \[(.*)\]$/m.exec(read('.github/workflows/ci.yml'))!;
  const versions = [...list.matchAll(/'([\d.]+)'/g)].map(([, version]) => version);
  expect(versions.sort()).toEqual(readdirSync(join(ROOT, 'demo', 'versions')).sort());
});

test('README is in English: Chinese stands in it for names only', () => {
  const chinese = read('README.md').match(/\p{Script=Han}+/gu) ?? [];
  expect(chinese.filter((words) => words.length > 4)).toEqual([]);
});
