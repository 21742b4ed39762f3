import { Manners } from './manners/manners';
import { behaviourOf, type Behaviour } from './platform/behaviour';
import { Platform, type TaskPlan } from './platform/platform';
import { addSampleData } from './platform/sampleData';
import { listen } from './server/listeners';
import { SAMPLE_TEMPLATES, templateRows } from './platform/templates';
import type { Configuration, EmulatorOptions } from './platform/behaviour';
import type { Fault } from './platform/faults';
import type {
  Account,
  AiUser,
  Credentials,
  CrmRecord,
  RecordedRequest,
  Task,
  Template,
} from './platform/types';

export type { Behaviour, Configuration, EmulatorOptions, Paging } from './platform/behaviour';
export type { Fault } from './platform/faults';
export type * from './platform/types';
export type { TaskPlan } from './platform/platform';

/** A running emulator, for tests in the same process. */
export interface Emulator {
  /** `http://127.0.0.1:8088` */
  readonly url: string;
  /** What `/emulator/*` asks for in the header `x-control-key`; another one at each start. */
  readonly controlKey: string;
  readonly account: Readonly<Account>;
  /** What getProjects and getAiUsers answer. */
  readonly templates: Template[];
  readonly aiUsers: readonly AiUser[];
  /** Template sn → its own columns, which follow 姓名 and 电话. */
  readonly templateColumns: Readonly<Record<string, string[]>>;
  /** Every call of `/api/…`, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Successful logins. */
  readonly logins: number;
  readonly loginAttempts: number;
  /** The tasks of all accounts, oldest first. */
  readonly tasks: readonly Task[];
  /** The records of all accounts, as they were added. Change them with `updateCrmRecord`. */
  readonly crmRecords: readonly CrmRecord[];
  /** Requests that are still being looked at, whether or not anybody waits for them. */
  readonly pendingRequests: number;
  requestsTo(endpoint: string): RecordedRequest[];
  /** Also sets `logins` and `loginAttempts` to 0. */
  clearRequests(): void;
  addAccount(account: Credentials): Readonly<Account>;
  /**
   * Fills in what is not given with plausible values: an answered call, connected now. Given a
   * `talktimes` of 0 it becomes a call that nobody answered.
   */
  addCrmRecords(records: Array<Partial<CrmRecord>>): CrmRecord[];
  updateCrmRecord(id: number, changes: Partial<CrmRecord>): void;
  addTask(plan: TaskPlan): Task;
  /** Calls everybody who waits in a task that is sending. Gives the number of calls. */
  dialAll(): Promise<number>;
  /** All keys there are lie past their expiry from now on: 20006. */
  expireKeys(): void;
  /** As if someone else had logged in: the earlier key answers 20005. Gives the new key. */
  replaceKey(username?: string): string;
  setPassword(username: string, password: string): void;
  /** From now on this endpoint (`/api/crmList`) answers 20007 to the account; `allow` ends that. */
  forbid(endpoint: string, username?: string): void;
  allow(endpoint: string, username?: string): void;
  advanceClock(ms: number): void;
  /** Milliseconds since 1970, by the emulator's clock. */
  now(): number;
  /** `{manners: […]}` switches manners of real servers on, and all others off. */
  configure(changes: Configuration): void;
  /** How it behaves now, with what its manners stand for. */
  readonly behaviour: Readonly<Behaviour>;
  /** The address of the same platform behind TLS, with a certificate that nobody has signed. */
  tlsUrl(): Promise<string>;
  /** The address of the server that keeps the recordings. */
  recordingUrl(): Promise<string>;
  /** Who came for recordings where redirects pointed. */
  readonly recordingRequests: ReadonlyArray<{ path: string; headers: Record<string, unknown> }>;
  readonly faults: { add(fault: Fault): void; clear(): void };
  close(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const platform = new Platform(options);
  const manners = new Manners(platform, behaviourOf(options));
  const listeners = await listen(platform, manners, {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
  });
  if (options.sampleData) addSampleData(platform);
  if (options.dialler) platform.dialler.start(options.dialler.callsPerSecond);
  return handle(platform, manners, async () => {
    platform.dialler.stop();
    await listeners.close();
  });
}

function handle(platform: Platform, manners: Manners, close: () => Promise<void>): Emulator {
  const { accounts, behaviour, clock, crm, dialler, faults, log, tasks } = platform;
  return {
    url: platform.url,
    controlKey: platform.control.key,
    account: accounts.main,
    templates: templateRows(platform.url),
    aiUsers: platform.aiUsers,
    templateColumns: Object.fromEntries(SAMPLE_TEMPLATES.map(({ sn, columns }) => [sn, columns])),
    requests: log.requests,
    get logins() {
      return accounts.logins;
    },
    get loginAttempts() {
      return accounts.loginAttempts;
    },
    tasks: tasks.all,
    crmRecords: crm.records,
    get pendingRequests() {
      return platform.pending;
    },
    requestsTo: (endpoint) => log.to(endpoint),
    clearRequests() {
      log.clear();
      accounts.logins = 0;
      accounts.loginAttempts = 0;
    },
    addAccount: (credentials) => accounts.add(credentials),
    addCrmRecords: (records) => records.map((record) => platform.addCrmRecord(record)),
    updateCrmRecord(id, changes) {
      platform.updateCrmRecord(id, changes);
    },
    addTask: (plan) => platform.addTask(plan),
    dialAll: () => dialler.dialAll(),
    expireKeys: () => accounts.expireKeys(),
    replaceKey: (username) => accounts.replaceKey(username),
    setPassword: (username, password) => accounts.setPassword(username, password),
    forbid(endpoint, username = accounts.main.username) {
      const { forbidden } = behaviour;
      forbidden[username] = [...(forbidden[username] ?? []), endpoint];
    },
    allow(endpoint, username = accounts.main.username) {
      const { forbidden } = behaviour;
      forbidden[username] = (forbidden[username] ?? []).filter((other) => other !== endpoint);
    },
    advanceClock: (ms) => clock.advance(ms),
    now: () => clock.now(),
    configure: (changes) => manners.configure(changes),
    behaviour,
    tlsUrl: () => platform.elsewhere.tls(),
    recordingUrl: () => platform.elsewhere.recordings(),
    recordingRequests: platform.statics.requests,
    faults,
    close,
  };
}
