import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageFiles } from './packageFiles';

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
