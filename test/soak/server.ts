import { setTimeout as sleep } from 'node:timers/promises';

import type { Lifetime } from '../../demo/base/lifetime';
import type { Report } from '../../demo/base/report';
import { createCredential } from '../../demo/n8n/credentials';
import type { RestClient } from '../../demo/n8n/rest';
import { startEmulator, type CrmRecord, type Emulator } from '../../emulator';
import { Random } from '../../emulator/platform/random';
import { repeated, startReceiver, type Receiver } from '../e2e/stream/receiver';
import { until } from '../e2e/stream/records';
import { deliverTo, publishTrigger } from '../e2e/stream/triggerWorkflow';
import type { Decks } from './decks';
import { HABITS } from './habits';
import { Imports } from './imports';
import { Weather } from './weather';

const IMPORT_EVERY_MS = 8_000;
const SETTLE_MS = 180_000;
const FIRST_PHONE = 13_100_000_000;
const MIN_SCORE = 60;

/** What one server came to. */
export interface Course {
  records: number;
  /** Requests to XiaoA, and those of them that it did not answer with success. */
  requests: number;
  refused: number;
  imports: number;
  failedImports: number;
  /** Imports that asked XiaoA more than once: what was refused was sent again, in parts or by n8n. */
  sentAgain: number;
}

/** A server with habits of its own, and the two stories that n8n runs against it. */
export class Server {
  readonly habits: string[];
  private readonly luck: Random;
  private readonly minScore?: number;
  private readonly records: CrmRecord[] = [];
  private requests = 0;
  private refused = 0;

  private constructor(
    private readonly emulator: Emulator,
    private readonly receiver: Receiver,
    private readonly imports: Imports,
    private readonly weather: Weather,
    private readonly rest: RestClient,
    private readonly name: string,
    { habits, minScore, luck }: Habits,
  ) {
    this.habits = habits;
    this.luck = luck;
    this.minScore = minScore;
  }

  static async open(
    lifetime: Lifetime,
    rest: RestClient,
    decks: Decks,
    seed: number,
    number: number,
  ): Promise<Server> {
    const luck = new Random('server', seed, number);
    const habits = Object.entries(HABITS)
      .map(([group, names]) => decks.draw(group, [...names, 'nothing special']))
      .filter((habit) => habit !== 'nothing special');
    // A server that finds exactly the score of the filter is not asked for a least one.
    const minScore = luck.chance(0.5) ? MIN_SCORE : undefined;
    const emulator = await startEmulator({ seed: seed + number, manners: habits });
    await lifetime.add(async () => await emulator.close());
    const { account, url } = emulator;
    const byAccessId = habits.includes('access-id');
    const credential = await createCredential(rest, {
      type: 'xiaoAApi',
      name: `Soak ${number}`,
      data: {
        baseUrl: url,
        signatureEncoding: 'auto',
        authentication: byAccessId ? 'accessId' : 'password',
        ...(byAccessId
          ? { accessId: account.accessId, accessSecret: account.accessSecret }
          : { username: account.username, password: account.password }),
      },
    });
    const receiver = await startReceiver(lifetime);
    const imports = new Imports(rest, emulator, `Soak${seed}x${number}x`);
    await imports.setUp(credential);
    const name = `soakServer${number}`;
    await publishTrigger(rest, credential, [deliverTo(receiver.url, 'phone')], {
      id: name,
      parameters: {
        filters: minScore === undefined ? {} : { minScore },
        // A server lives for some minutes, and late changes have to come within them.
        options: { fullRescanMinutes: 1 },
      },
    });
    const weather = new Weather(emulator, decks, habits, seed, number);
    return new Server(emulator, receiver, imports, weather, rest, name, { habits, minScore, luck });
  }

  /** Records arrive and leads are imported while the weather changes. */
  async live(ms: number): Promise<void> {
    // The first poll takes what is there for known.
    await sleep(5_000);
    const stream = setInterval(() => this.addRecords(), 500);
    this.weather.start();
    try {
      const end = Date.now() + ms;
      while (Date.now() < end) {
        const next = Date.now() + IMPORT_EVERY_MS;
        await this.imports.run();
        this.countRequests();
        await sleep(Math.max(0, Math.min(next, end) - Date.now()));
      }
    } finally {
      clearInterval(stream);
      this.weather.clear();
    }
  }

  async check(report: Report): Promise<Course> {
    const asked = this.minScore === undefined ? '' : `, with a score of ${this.minScore} or more`;
    await report.check(`${this.name}: every record${asked} came`, async () => {
      const wanted = this.records.filter(({ score }) => (score ?? -1) >= (this.minScore ?? -1));
      const phones = new Set(wanted.map(({ phone }) => Number(phone)));
      const lost = () => {
        const arrived = new Set(this.receiver.arrivals.map(({ id }) => id));
        return [...phones].filter((phone) => !arrived.has(phone));
      };
      await until(() => lost().length === 0, SETTLE_MS);
      // Whatever is going to come a second time has the chance to.
      await sleep(7_000);
      const foreign = this.receiver.arrivals.filter(({ id }) => !phones.has(id));
      if (lost().length > 0) return `lost: ${lost().length}, such as ${lost()[0]}`;
      return foreign.length === 0 ? undefined : `not asked for: ${foreign.length}`;
    });
    await report.check(`${this.name}: no record came twice`, () => {
      const twice = repeated(this.receiver.arrivals);
      return twice.length === 0 ? undefined : JSON.stringify(twice.slice(0, 20));
    });
    await report.check(`${this.name}: no lead is lost or in twice`, () => {
      const faults = this.imports.faults();
      return faults.length === 0 ? undefined : faults.join('\n');
    });
    const { done } = this.imports;
    return {
      records: this.records.length,
      requests: this.requests,
      refused: this.refused,
      imports: done.length,
      failedImports: done.filter(({ succeeded }) => !succeeded).length,
      sentAgain: done.filter(({ requests }) => requests > 1).length,
    };
  }

  /** And forgets them: in an hour they would fill the memory. */
  private countRequests(): void {
    const { requests } = this.emulator;
    this.requests += requests.length;
    this.refused += requests.filter(({ code }) => code !== 0).length;
    this.emulator.clearRequests();
  }

  async close(): Promise<void> {
    await this.rest.post(`/workflows/${this.name}/deactivate`, {});
    await this.emulator.close();
  }

  /** Phones tell records apart: manners change what ids look like. */
  private addRecords(): void {
    const added = Array.from({ length: this.luck.between(1, 3) }, (_, at) => ({
      phone: String(FIRST_PHONE + this.records.length + at),
      ...(this.luck.chance(0.3)
        ? { talktimes: 0, score: null }
        : { talktimes: this.luck.between(1, 25) }),
    }));
    this.records.push(...this.emulator.addCrmRecords(added));
  }
}

interface Habits {
  habits: string[];
  minScore?: number;
  luck: Random;
}
