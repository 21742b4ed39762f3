import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Puts the package where n8n's own installer of community nodes puts it, so that it loads under
 * the names that users see (`n8n-nodes-xiaoa.xiaoATask`). Replaces what an earlier start put there.
 */
export async function installPackage(packageFolder: string, userFolder: string): Promise<void> {
  const { name, version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const nodesFolder = join(userFolder, '.n8n', 'nodes');
  const target = join(nodesFolder, 'node_modules', name);
  await rm(target, { recursive: true, force: true });
  for (const file of await packageFiles(packageFolder)) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(packageFolder, file), join(target, file));
  }
  const manifest = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
  await writeFile(join(nodesFolder, 'package.json'), JSON.stringify(manifest, null, 2));
}

/** Packs a package as `npm publish` would, and gives the path of the archive. */
export async function packPackage(folder: string, destination: string): Promise<string> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  const [{ filename }] = Object.values(JSON.parse(stdout)) as [{ filename: string }];
  return join(destination, filename);
}

/**
 * The files of the package as npm would publish them, relative to its folder.
 * Asked of npm itself, so that a file missing from the published package is missing in the demo too.
 */
export async function packageFiles(folder: string): Promise<string[]> {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  const [{ files }] = Object.values(JSON.parse(stdout)) as [{ files: Array<{ path: string }> }];
  return files.map(({ path }) => path);
}
