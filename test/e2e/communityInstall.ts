/**
 * The package installed, updated and removed the way users do it: by a real n8n, from npm. What `npm pack` makes is
 * served by a stand-in for the registry; n8n and the npm that it calls reach nothing else.
 *
 *   npm run test:e2e:install                on the n8n of the demo
 *   npm run test:e2e:install -- 1.123.81    on another one
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { differs, Report } from '../../demo/base/report';
import { packPackage } from '../../demo/install/installPackage';
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import type { Credential } from '../../demo/n8n/credentials';
import { logInAsOwner, RestClient } from '../../demo/n8n/rest';
import { demoInstallation, installationIn } from '../../demo/n8n/installation';
import { N8nProcess } from '../../demo/n8n/process';
import { freePort } from '../../demo/base/ports';
import { InterceptingProxy } from '../../demo/proxy/interceptingProxy';
import { newOwner, PACKAGE_FOLDER } from '../../demo/base/settings';
import { startEmulator, type Emulator } from '../../emulator';
import { NpmRegistry } from './npmRegistry';
import { runSteps } from './runNode';
import { createXiaoACredential } from './xiaoaCredential';

const PACKAGE = 'n8n-nodes-xiaoa';
const ACTION_NODES = ['xiaoATask', 'xiaoACrm', 'xiaoARecording', 'xiaoATemplate'];
const NODES = [...ACTION_NODES, 'xiaoACrmTrigger'].map((name) => `${PACKAGE}.${name}`);
/** n8n makes a tool for AI agents of each node that says it can be one. */
const TOOLS = ACTION_NODES.map((name) => `${PACKAGE}.${name}Tool`);

interface NodeType {
  name: string;
  iconUrl: string | { light: string; dark: string };
}

interface InstalledPackage {
  packageName: string;
  installedVersion: string;
  updateAvailable?: string;
  failedLoading?: boolean;
  installedNodes: Array<{ type: string }>;
}

const [VERSION] = process.argv.slice(2);
const INSTALLATION =
  VERSION === undefined
    ? demoInstallation()
    : installationIn(join(PACKAGE_FOLDER, 'demo', 'versions', VERSION));

const lifetime = new Lifetime();

async function main(): Promise<number> {
  const report = new Report();
  console.log(`n8n ${INSTALLATION.version}`);
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-install-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const emulator = await startEmulator();
  await lifetime.add(async () => await emulator.close());
  const registry = new NpmRegistry();
  const version = await publish(registry, PACKAGE_FOLDER, folder);
  const internet = await startInternet(registry, folder);
  const n8n = await startN8n(internet, folder);
  const rest = new RestClient(n8n.url);
  await logInAsOwner(rest, newOwner());
  const installed = async () => await rest.get<InstalledPackage[]>('/community-packages');

  await report.check('an n8n without the package knows none of its nodes', async () =>
    differs('nodes', (await nodeTypes(rest)).map(nameOf), []),
  );
  await report.check('n8n installs the package with its five nodes', async () => {
    const { installedVersion, installedNodes } = await rest.post<InstalledPackage>(
      '/community-packages',
      { name: PACKAGE },
    );
    return (
      differs('version', installedVersion, version) ??
      differs('nodes', installedNodes.map(({ type }) => type).sort(), [...NODES].sort())
    );
  });
  await report.check('the editor gets the nodes, and the four action nodes as tools', async () =>
    differs('nodes', (await nodeTypes(rest)).map(nameOf).sort(), [...NODES, ...TOOLS].sort()),
  );
  await report.check('n8n serves their icons, light and dark', async () => {
    const icons = new Set((await nodeTypes(rest)).flatMap(iconsOf));
    const answers = await Promise.all(
      [...icons].map(async (icon) => (await fetch(`${n8n.url}/${icon}`)).status),
    );
    return (
      differs('icons', icons.size >= 2, true) ??
      differs(
        'answers',
        answers,
        answers.map(() => 200),
      )
    );
  });
  await report.check('the editor gets the credential type', async () => {
    const types = JSON.parse(await rest.file('/types/credentials.json')) as Array<{ name: string }>;
    return differs('there', types.map(nameOf).includes('xiaoAApi'), true);
  });

  const runs = runsWith(rest, emulator);
  await report.check('a node runs with a credential', runs);

  const next = await publishNext(registry, folder);
  await report.check('n8n says that a later version is there', async () => {
    const [{ installedVersion, updateAvailable, failedLoading }, ...more] = await installed();
    return (
      differs('further packages', more, []) ??
      differs('installed', installedVersion, version) ??
      differs('available', updateAvailable, next) ??
      differs('failed', failedLoading, false)
    );
  });
  await report.check('n8n updates the package', async () => {
    const { installedVersion } = await rest.patch<InstalledPackage>('/community-packages', {
      name: PACKAGE,
    });
    return differs('version', installedVersion, next);
  });
  await report.check('after the update the nodes run with the same credential', runs);

  const files = join(folder, '.n8n', 'nodes', 'node_modules', PACKAGE);
  await report.check('n8n removes the package, and nothing of it stays', async () => {
    const before = existsSync(files);
    await rest.text('DELETE', `/community-packages?name=${PACKAGE}`);
    return (
      differs('files before', before, true) ??
      differs('packages', await installed(), []) ??
      differs('nodes', (await nodeTypes(rest)).map(nameOf), []) ??
      differs('files after', existsSync(files), false)
    );
  });
  await report.check('installed again, an older version by its number, it runs', async () => {
    const { installedVersion } = await rest.post<InstalledPackage>('/community-packages', {
      name: `${PACKAGE}@${version}`,
    });
    return differs('version', installedVersion, version) ?? (await runs());
  });
  await report.check('nothing else was asked of the internet', () =>
    differs('asked for', [...internet.refused, ...registry.unknown], []),
  );
  return report.finish();
}

/** Where npm and n8n's own check for banned packages look. */
async function startInternet(registry: NpmRegistry, folder: string): Promise<InterceptingProxy> {
  const proxy = await InterceptingProxy.start({
    port: await freePort(),
    certificateFolder: join(folder, 'certificates'),
    hosts: {
      [NpmRegistry.HOST]: registry.answer,
      'api.n8n.io': (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: 'OK' }));
      },
    },
  });
  await lifetime.add(async () => await proxy.stop());
  return proxy;
}

async function startN8n(internet: InterceptingProxy, folder: string): Promise<N8nProcess> {
  const n8n = new N8nProcess(
    {
      userFolder: folder,
      port: await freePort(),
      brokerPort: await freePort(),
      proxyUrl: internet.url,
      certificateFile: internet.certificateFile,
      environment: {
        // The npm that n8n calls must neither learn of this machine's settings nor remember what it gets here.
        npm_config_cache: join(folder, 'npm-cache'),
        npm_config_cafile: internet.certificateFile,
        npm_config_userconfig: join(folder, 'npmrc'),
        npm_config_update_notifier: 'false',
      },
    },
    join(folder, 'n8n.log'),
    { installation: INSTALLATION },
  );
  await lifetime.add(async () => await n8n.stop());
  await n8n.ready();
  return n8n;
}

/** Gives the version. */
async function publish(registry: NpmRegistry, source: string, folder: string): Promise<string> {
  const archive = await packPackage(source, folder);
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  registry.publish(manifest, await readFile(archive));
  return manifest.version;
}

/** The same once more, as a later version. */
async function publishNext(registry: NpmRegistry, folder: string): Promise<string> {
  const source = join(folder, 'next');
  await mkdir(source);
  const archive = await packPackage(PACKAGE_FOLDER, folder);
  await promisify(execFile)('tar', ['-xzf', archive, '-C', source, '--strip-components=1']);
  const file = join(source, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  const [major, minor, patch] = manifest.version.split('.');
  manifest.version = `${major}.${minor}.${Number(patch) + 1}`;
  await writeFile(file, JSON.stringify(manifest));
  return await publish(registry, source, folder);
}

/** Runs a node with a credential that is made the first time; gives the complaint. */
function runsWith(rest: RestClient, emulator: Emulator): () => Promise<string | undefined> {
  const step = {
    name: 'AI users',
    type: 'xiaoATask',
    parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
  };
  let xiaoa: Credential | undefined;
  return async () => {
    xiaoa ??= await createXiaoACredential(rest, emulator);
    const { items, error } = await runSteps({ rest, credentials: { xiaoa } }, [step]);
    return error?.message ?? differs('AI users', items.length, emulator.aiUsers.length);
  };
}

/** The package's node types that the editor gets. */
async function nodeTypes(rest: RestClient): Promise<NodeType[]> {
  const all = JSON.parse(await rest.file('/types/nodes.json')) as NodeType[];
  return all.filter(({ name }) => name.startsWith(`${PACKAGE}.`));
}

function nameOf({ name }: { name: string }): string {
  return name;
}

function iconsOf({ iconUrl }: NodeType): string[] {
  return typeof iconUrl === 'string' ? [iconUrl] : [iconUrl.light, iconUrl.dark];
}

runChecks(lifetime, main);
