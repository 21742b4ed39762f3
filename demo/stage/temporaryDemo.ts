import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo, startEmptyDemo, type Demo, type DemoOptions, type EmptyDemo } from './demo';
import type { Lifetime } from '../base/lifetime';
import { freePorts } from '../base/ports';

export type TemporaryDemo = Demo & { folder: string };

type Start<T> = (options: DemoOptions, lifetime: Lifetime) => Promise<T>;

/** A demo in a fresh folder and on free ports, so that it runs beside any other and leaves nothing behind. */
export async function startTemporaryDemo(
  lifetime: Lifetime,
  options: Partial<DemoOptions> = {},
): Promise<TemporaryDemo> {
  return await startTemporarily(startDemo, lifetime, options);
}

/** The same without credentials and workflows. */
export async function startTemporaryEmptyDemo(
  lifetime: Lifetime,
  options: Partial<DemoOptions> = {},
): Promise<EmptyDemo> {
  return await startTemporarily(startEmptyDemo, lifetime, options);
}

async function startTemporarily<T>(
  start: Start<T>,
  lifetime: Lifetime,
  options: Partial<DemoOptions>,
): Promise<T & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-demo-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const demo = await start({ folder, ports: await freePorts(), ...options }, lifetime);
  return { ...demo, folder };
}
