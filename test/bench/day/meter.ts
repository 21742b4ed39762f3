import type { Lifetime } from '../../../demo/base/lifetime';
import { residentMegabytes } from '../../e2e/memory';
import { query } from '../../e2e/queue/services/postgres';
import type { Stage } from '../../e2e/queue/stage';
import { cpuSeconds } from '../support/cpu';

export interface Measured {
  /** Seconds. */
  mainCpu: number;
  workersCpu: number;
  /** Megabytes. */
  mainPeak: number;
  workerPeaks: number[];
  databaseMegabytes: number;
}

/** What the processes of a cluster use, over restarts of the main process. */
export class Meter {
  private ended = 0;
  private mainPeak = 0;
  private readonly workerPeaks: number[];
  private begin = { main: 0, workers: 0, database: 0 };

  private constructor(private readonly stage: Stage) {
    this.workerPeaks = stage.cluster.workers.map(() => 0);
  }

  static async start(stage: Stage, lifetime: Lifetime): Promise<Meter> {
    const meter = new Meter(stage);
    await meter.mark();
    const timer = setInterval(() => void meter.look().catch(() => {}), 500);
    await lifetime.add(() => clearInterval(timer));
    return meter;
  }

  /** What was used before does not count; memory does. */
  async mark(): Promise<void> {
    this.ended = 0;
    this.begin = await this.now();
  }

  /** To be called before the main process ends: its successor counts from nothing. */
  async beforeEnd(): Promise<void> {
    const { main } = await this.now();
    this.ended += main - this.begin.main;
    this.begin.main = 0;
  }

  /** What starting again took does not count: it has nothing to do with the calls of a day. */
  async afterStart(): Promise<void> {
    this.begin.main = (await this.now()).main;
  }

  async read(): Promise<Measured> {
    const { main, workers, database } = await this.now();
    return {
      mainCpu: this.ended + main - this.begin.main,
      workersCpu: workers - this.begin.workers,
      mainPeak: Math.round(this.mainPeak),
      workerPeaks: this.workerPeaks.map(Math.round),
      databaseMegabytes: database - this.begin.database,
    };
  }

  private async now() {
    const { cluster } = this.stage;
    const size = 'SELECT pg_database_size(current_database())';
    return {
      main: await cpuSeconds([cluster.main.pid!]),
      workers: await cpuSeconds(cluster.workers.map(({ pid }) => pid!)),
      database: Number((await query(cluster.postgres, size))[0][0]) / 2 ** 20,
    };
  }

  private async look(): Promise<void> {
    const { main, workers } = this.stage.cluster;
    const now = await residentMegabytes(main.pid!);
    // A process that is just ending has no memory to tell of.
    if (now > this.mainPeak) this.mainPeak = now;
    for (const [at, { pid }] of workers.entries()) {
      this.workerPeaks[at] = Math.max(this.workerPeaks[at], await residentMegabytes(pid!));
    }
  }
}
