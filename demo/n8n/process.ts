import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DemoError } from '../demo-error';
import { n8nEnvironment, type N8nSettings } from './environment';
import { demoInstallation, type N8nInstallation } from './installation';

const LEASH = pathToFileURL(join(__dirname, 'leash.mjs')).href;
const BOOT_MS = 180_000;
const PATIENCE_MS = 15_000;

export interface N8nLaunch {
  /** Which n8n; the demo's own without it. */
  installation?: N8nInstallation;
  /** n8n's command, such as `['worker', '--concurrency=5']`. */
  command?: string[];
}

/** A running n8n, with its output in a file. */
export class N8nProcess {
  readonly url: string;

  /** Settles when the process ends, for whatever reason. */
  readonly exited: Promise<string>;

  private readonly child: ChildProcess;

  constructor(
    settings: N8nSettings,
    readonly logFile: string,
    { installation = demoInstallation(), command = ['start'] }: N8nLaunch = {},
  ) {
    this.url = `http://localhost:${settings.port}`;
    const log = openSync(logFile, 'w');
    // In its own process group: a Ctrl-C in the terminal is answered by the demo, in its order.
    this.child = spawn(installation.node, ['--import', LEASH, installation.cli, ...command], {
      env: { ...n8nEnvironment(settings), XIAOA_DEMO_PID: String(process.pid) },
      cwd: settings.userFolder,
      stdio: ['pipe', log, log],
      detached: process.platform !== 'win32',
    });
    closeSync(log);
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
      this.child.once('error', (error) => resolve(error.message));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Waits until the REST interface answers. */
  async ready(): Promise<void> {
    const end = Date.now() + BOOT_MS;
    let reason: string | undefined;
    void this.exited.then((why) => (reason = why));
    while (!(await this.answers())) {
      if (reason) throw new DemoError(`n8n stopped (${reason}). Its output: ${this.logFile}`);
      if (Date.now() > end) {
        throw new DemoError(`n8n did not get ready. Its output: ${this.logFile}`);
      }
      await sleep(250);
    }
  }

  /** Asks n8n to finish, and ends it if it does not. */
  async stop(): Promise<void> {
    this.kill('SIGTERM');
    const patience = new AbortController();
    const impatient = sleep(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => '');
    if ((await Promise.race([this.exited, impatient])) === 'late') this.kill('SIGKILL');
    patience.abort();
    await this.exited;
  }

  private kill(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined || this.child.exitCode !== null) return;
    try {
      // The whole group when it comes to that: n8n's task runner is a process of its own.
      if (signal === 'SIGKILL' && process.platform !== 'win32')
        process.kill(-this.child.pid, signal);
      else this.child.kill(signal);
    } catch {
      // It went by itself in the meantime.
    }
  }

  /** n8n listens long before it is ready, and says 404 or sends its waiting page until then. */
  private async answers(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/rest/settings`);
      return response.ok && (response.headers.get('content-type') ?? '').includes('json');
    } catch {
      return false;
    }
  }
}
