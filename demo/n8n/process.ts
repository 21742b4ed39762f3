import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DemoError } from '../base/lifetime';
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
  /** Where that command answers with JSON as soon as it is ready. */
  readyPath?: string;
}

/** A running n8n, with its output in a file. */
export class N8nProcess {
  readonly url: string;

  /** Settles when the process ends, for whatever reason. */
  readonly exited: Promise<string>;

  private readonly child: ChildProcess;

  private readonly readyUrl: string;

  constructor(
    settings: N8nSettings,
    readonly logFile: string,
    {
      installation = demoInstallation(),
      command = ['start'],
      readyPath = '/rest/settings',
    }: N8nLaunch = {},
  ) {
    this.url = `http://localhost:${settings.port}`;
    this.readyUrl = `${this.url}${readyPath}`;
    const log = openSync(logFile, 'w');
    // In its own process group: a Ctrl-C in the terminal is answered by the demo, in its order.
    this.child = spawn(installation.node, ['--import', LEASH, installation.cli, ...command], {
      env: { ...n8nEnvironment(settings, installation), XIAOA_DEMO_PID: String(process.pid) },
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

  /** Waits until it takes requests, or jobs if it is a worker. */
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

  /** `kill -9`, for it and its task runner. */
  async crash(): Promise<void> {
    this.kill('SIGKILL');
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
      const response = await fetch(this.readyUrl);
      return response.ok && (response.headers.get('content-type') ?? '').includes('json');
    } catch {
      return false;
    }
  }
}
