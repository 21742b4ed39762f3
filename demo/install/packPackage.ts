import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
