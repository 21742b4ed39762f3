import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Lifetime } from '../../../../demo/base/lifetime';

/** A program to be run in the background as long as this process lives. */
export interface Service {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly logFile: string;
  /** What has it stop at once and in order. */
  readonly stopSignal: 'INT' | 'TERM';
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * Runs the program, and stops it when its input ends: that is when it is asked to, and also when this process has
 * died without asking.
 */
const KEEPER = '"$@" </dev/null & read _; kill -"$STOP_SIGNAL" $!; wait $!';
const READY_MS = 60_000;

/** Starts a service and waits until it takes connections; `lifetime` stops it. */
export async function startService(service: Service, lifetime: Lifetime): Promise<void> {
  const { command, args, port, logFile, stopSignal, user } = service;
  const log = openSync(logFile, 'w');
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', command, ...args], {
    env: { ...process.env, STOP_SIGNAL: stopSignal },
    cwd: '/',
    stdio: ['pipe', log, log],
    // Out of the reach of a Ctrl-C: n8n is stopped first.
    detached: true,
    ...user,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  await lifetime.add(async () => {
    keeper.stdin?.end();
    await exited;
  });
  const end = Date.now() + READY_MS;
  while (!(await listens(port))) {
    if (Date.now() > end) {
      throw new Error(`${command} did not get ready:\n${await readFile(logFile, 'utf8')}`);
    }
    await sleep(100);
  }
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
