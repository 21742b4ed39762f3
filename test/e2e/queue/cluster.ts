import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackage } from '../../../demo/install/installPackage';
import type { Lifetime } from '../../../demo/base/lifetime';
import { logInAsOwner, RestClient } from '../../../demo/n8n/rest';
import { N8nProcess, type N8nLaunch } from '../../../demo/n8n/process';
import { freePort } from '../../../demo/base/ports';
import { newOwner, PACKAGE_FOLDER } from '../../../demo/base/settings';
import { startPostgres, type Postgres } from './services/postgres';
import { startRedis } from './services/redis';

export const CONCURRENCY = 10;
const WORKER: N8nLaunch = {
  command: ['worker', `--concurrency=${CONCURRENCY}`],
  readyPath: '/healthz/readiness',
};

/**
 * n8n in queue mode: a main process and its workers, with nothing in common but Redis, PostgreSQL and the
 * encryption key. Each has its own user folder with the package in it, as on machines of their own.
 */
export class Cluster {
  private constructor(
    private readonly lifetime: Lifetime,
    readonly folder: string,
    readonly postgres: Postgres,
    private readonly variables: Record<string, string>,
  ) {}

  readonly workers: N8nProcess[] = [];

  private readonly owner = newOwner();

  main!: N8nProcess;

  /** Logged in as the owner. */
  rest!: RestClient;

  static async start(
    lifetime: Lifetime,
    { workers = 2, variables = {} }: { workers?: number; variables?: Record<string, string> } = {},
  ): Promise<Cluster> {
    const postgres = await startPostgres(lifetime);
    const redis = await startRedis(lifetime);
    const folder = await mkdtemp(join(tmpdir(), 'xiaoa-queue-'));
    await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
    const cluster = new Cluster(lifetime, folder, postgres, {
      ...queueVariables(postgres, redis.port),
      ...variables,
    });
    await cluster.startMain();
    await Promise.all(Array.from({ length: workers }, async () => await cluster.startWorker()));
    return cluster;
  }

  /** Starts the main process, for the first time or again. It keeps its port and folder. */
  async startMain(): Promise<void> {
    const port = this.main ? Number(new URL(this.main.url).port) : await freePort();
    this.main = await this.boot('main', port);
    this.rest = new RestClient(this.main.url);
    await logInAsOwner(this.rest, this.owner);
  }

  async startWorker(): Promise<N8nProcess> {
    const port = await freePort();
    const worker = await this.boot(`worker-${port}`, port, WORKER, {
      QUEUE_HEALTH_CHECK_ACTIVE: 'true',
      QUEUE_HEALTH_CHECK_PORT: String(port),
      // The address that `localhost` is.
      N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
    });
    this.workers.push(worker);
    return worker;
  }

  /** `kill -9` for a worker. */
  async crashWorker(worker: N8nProcess): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    await worker.crash();
  }

  private async boot(
    name: string,
    port: number,
    launch: N8nLaunch = {},
    variables: Record<string, string> = {},
  ): Promise<N8nProcess> {
    const userFolder = join(this.folder, name);
    // Only the first time: what restarts n8n after a crash does so without delay.
    if (!existsSync(userFolder)) {
      await mkdir(userFolder);
      await installPackage(PACKAGE_FOLDER, userFolder);
    }
    const environment = { ...this.variables, ...variables };
    const settings = { userFolder, port, brokerPort: await freePort(), environment };
    const n8n = new N8nProcess(settings, join(this.folder, `${name}.log`), launch);
    await this.lifetime.add(async () => await n8n.stop());
    await n8n.ready();
    return n8n;
  }
}

function queueVariables(postgres: Postgres, redisPort: number): Record<string, string> {
  return {
    EXECUTIONS_MODE: 'queue',
    QUEUE_BULL_REDIS_HOST: '127.0.0.1',
    QUEUE_BULL_REDIS_PORT: String(redisPort),
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: '127.0.0.1',
    DB_POSTGRESDB_PORT: String(postgres.port),
    DB_POSTGRESDB_USER: postgres.user,
    DB_POSTGRESDB_DATABASE: postgres.database,
    N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
    // What is run from the editor goes to the workers as well.
    OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
  };
}
