import type { Emulator, Fault } from '../../emulator';
import { Random } from '../../emulator/platform/random';

/** Habits that a server may have all along: ids and orders do not change under way. */
const CHARACTERS = [
  [],
  ['oldest-first', 'total-text'],
  ['text-ids', 'text-rows', 'null-as-text'],
  ['huge-ids', 'page-cut=50'],
  ['random-ids', 'shuffled'],
  ['offset', 'gap-lists'],
];

/** Habits that come and go, such as with an update of the server or of what stands in front of it. */
const MOODS = [
  'php-notice',
  'php-warning',
  'debug-trace',
  'bom',
  'html-type',
  'code-text',
  'data-text',
  'own-words',
  'proper-statuses',
  'key-status=401',
  'empty-null',
  'empty-text',
  'empty-false',
  'epoch-times',
  'no-times',
  'late-scores=5',
  'label-commas',
  'score-percent',
  'pkeys-sn',
  'status-filter-numbers',
];

const ENDPOINTS = ['/api/crmList', '/api/addJson', '/api/login', '/api/index', undefined];

const FAULTS: Fault[] = [
  { kind: 'code', code: 500 },
  { kind: 'code', code: 20005 },
  { kind: 'code', code: 20006 },
  { kind: 'code', code: 40001 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'dropBefore' },
  { kind: 'dropAfter' },
  { kind: 'truncated' },
  { kind: 'brokenOff' },
  { kind: 'emptyBody' },
  { kind: 'delay', delayMs: 700 },
  { kind: 'replaceKey' },
  { kind: 'trickle', delayMs: 5 },
  { kind: 'packed', encoding: 'gzip' },
  { kind: 'closeIdle' },
];

/** Changes the platform's manners and lets things go wrong, at random, all from one seed. */
export class Weather {
  private readonly luck: Random;
  private readonly character: string[];
  private timer?: NodeJS.Timeout;
  /** What it did, by what that is called. */
  readonly done = new Map<string, number>();

  constructor(
    private readonly emulator: Emulator,
    seed: number,
  ) {
    this.luck = new Random('weather', seed);
    this.character = this.pick(CHARACTERS);
    emulator.configure({ manners: this.character });
  }

  start(): void {
    this.timer = setTimeout(
      () => {
        this.change();
        this.start();
      },
      this.luck.between(500, 4_000),
    );
  }

  /** Nothing goes wrong any more. */
  clear(): void {
    clearTimeout(this.timer);
    this.emulator.faults.clear();
    this.emulator.configure({ manners: this.character });
  }

  private change(): void {
    const kind = this.luck.between(1, 10);
    if (kind <= 7) {
      const fault = this.pick(FAULTS);
      this.emulator.faults.add({
        ...fault,
        endpoint: this.pick(ENDPOINTS),
        times: this.luck.between(1, 4),
      });
      this.count(`${fault.kind} ${fault.code ?? fault.status ?? ''}`.trim());
    } else if (kind <= 9) {
      const moods = [this.pick(MOODS), this.pick(MOODS)];
      this.emulator.configure({ manners: [...new Set([...this.character, ...moods])] });
      for (const mood of moods) this.count(mood);
    } else {
      this.emulator.expireKeys();
      this.count('keys expired');
    }
  }

  private count(name: string): void {
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  private pick<T>(choices: readonly T[]): T {
    return choices[this.luck.between(0, choices.length - 1)];
  }
}
