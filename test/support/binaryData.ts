import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// First, because it prepares what n8n-core needs before it is loaded.
import './engine';

import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** n8n-core's own container: npm may have put another version of it beside it. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
  Container: { get<T>(type: new (...parameters: never[]) => T): T };
};

/** Where n8n keeps files: in the execution's own data, or in a folder, as it does by default. */
export type BinaryDataMode = 'memory' | 'filesystem';

export interface BinaryDataStore {
  /** The folder of the files; undefined in memory. */
  readonly folder?: string;
  read(file: IBinaryData): Promise<Buffer>;
  /** Back to memory, as it is when nobody says anything. */
  close(): void;
}

/** Tells n8n-core where to keep files. n8n does so when it starts. */
export async function keepFilesIn(mode: BinaryDataMode): Promise<BinaryDataStore> {
  const service = Container.get(BinaryDataService);
  const read = async (file: IBinaryData) => await service.getAsBuffer(file);
  const toMemory = () => {
    for (const name of ['filesystem', 'filesystem-v2'] as const) {
      service.setManager(name as never, undefined as never);
    }
  };
  toMemory();
  if (mode === 'memory') return { read, close: toMemory };

  const folder = mkdtempSync(join(tmpdir(), 'n8n-files-'));
  Object.assign(Container.get(BinaryDataConfig), { mode: 'filesystem', localStoragePath: folder });
  await service.init();
  return {
    folder,
    read,
    close() {
      toMemory();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
