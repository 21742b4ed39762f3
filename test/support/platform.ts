import { startEmulator, type Emulator } from '../../emulator';
import type { EmulatorOptions } from '../../emulator';
import { loadEngine, type Engine } from './engine';

export { createParameters, mapping } from './createParameters';

/** n8n's engine with the package, a fresh platform, and a credential that fits. */
export interface Bench {
  readonly engine: Engine;
  readonly emulator: Emulator;
  readonly credentials: ReturnType<Engine['credentials']['add']>;
  readonly credentialId: string;
  close(): Promise<void>;
}

let engine: Promise<Engine> | undefined;
let count = 0;

export async function setUp(options: EmulatorOptions = {}): Promise<Bench> {
  engine ??= loadEngine();
  const loaded = await engine;
  const emulator = await startEmulator(options);
  count += 1;
  const credentialId = `credential ${count}`;
  return {
    engine: loaded,
    emulator,
    credentialId,
    credentials: loaded.credentials.add(credentialId, {
      baseUrl: emulator.url,
      username: emulator.account.username,
      password: emulator.account.password,
    }),
    close: async () => await emulator.close(),
  };
}
