import { startEmulator, type Emulator } from '../../emulator';
import type { EmulatorOptions } from '../../emulator';
import { loadEngine, type Engine } from './engine';

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

/** The parameters of "Create", complete but for what a test is about. */
export function createParameters(emulator: Emulator, more: Record<string, unknown> = {}) {
  return {
    resource: 'task',
    operation: 'create',
    projectSn: { __rl: true, mode: 'id', value: emulator.templates[0].sn },
    aiUserSn: { __rl: true, mode: 'id', value: emulator.aiUsers[0].user_sn },
    taskName: 'Spring campaign',
    contactsFrom: 'items',
    columns: mapping({ 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' }),
    ...more,
  } as never;
}

/** What the resource mapper keeps when columns are mapped one by one. */
export function mapping(value: Record<string, unknown>) {
  return {
    mappingMode: 'defineBelow',
    value,
    matchingColumns: [],
    schema: Object.keys(value).map((id) => ({
      id,
      displayName: id,
      required: false,
      defaultMatch: false,
      display: true,
      canBeUsedToMatch: false,
      type: 'string',
    })),
  };
}
