import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo, type Demo, type DemoOptions } from './demo';
import type { Lifetime } from './lifetime';
import { freePorts } from './ports';

export type TemporaryDemo = Demo & { folder: string };

/** A demo in a fresh folder and on free ports, so that it runs beside any other and leaves nothing behind. */
export async function startTemporaryDemo(
  lifetime: Lifetime,
  options: Partial<DemoOptions> = {},
): Promise<TemporaryDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-demo-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const demo = await startDemo({ folder, ports: await freePorts(), ...options }, lifetime);
  return { ...demo, folder };
}
