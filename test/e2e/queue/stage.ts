import type { Lifetime } from '../../../demo/base/lifetime';
import type { Credential } from '../../../demo/n8n/credentials';
import { startEmulator, type Emulator } from '../../../emulator';
import { createXiaoACredential } from '../xiaoaCredential';
import { Cluster } from './cluster';

/** n8n in queue mode beside a platform that it has an account on. */
export interface Stage {
  readonly lifetime: Lifetime;
  readonly emulator: Emulator;
  readonly cluster: Cluster;
  readonly credential: Credential;
}

export async function startStage(
  lifetime: Lifetime,
  options: Parameters<typeof Cluster.start>[1] = {},
): Promise<Stage> {
  const emulator = await startEmulator();
  await lifetime.add(async () => await emulator.close());
  const cluster = await Cluster.start(lifetime, options);
  const credential = await createXiaoACredential(cluster.rest, emulator);
  return { lifetime, emulator, cluster, credential };
}
