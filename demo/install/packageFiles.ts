import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

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
