import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Lifetime } from '../../../../demo/base/lifetime';
import { freePort } from '../../../../demo/base/ports';
import { startService } from './service';

/** A Redis of its own, on this machine alone, which writes nothing to disk. */
export async function startRedis(lifetime: Lifetime): Promise<{ port: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-redis-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const logFile = join(folder, 'redis.log');
  await startService(
    { command: 'redis-server', args, port, logFile, stopSignal: 'TERM' },
    lifetime,
  );
  return { port };
}
