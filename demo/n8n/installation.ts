import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An n8n in a folder's `node_modules`, next to the Node it runs on. */
export interface N8nInstallation {
  version: string;
  cli: string;
  node: string;
}

export function installationIn(folder: string): N8nInstallation {
  const modules = join(folder, 'node_modules');
  const manifest = readFileSync(join(modules, 'n8n', 'package.json'), 'utf8');
  return {
    version: (JSON.parse(manifest) as { version: string }).version,
    cli: join(modules, 'n8n', 'bin', 'n8n'),
    // n8n may want another Node than the one that is running this.
    node: join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
  };
}

/** Whether this n8n has a module of that name: it does not start if it is told to disable one it does not know. */
export function hasModule({ cli }: N8nInstallation, module: string): boolean {
  return existsSync(join(cli, '..', '..', 'dist', 'modules', module));
}

/** The n8n of the demo. */
export function demoInstallation(): N8nInstallation {
  return installationIn(join(__dirname, '..'));
}
