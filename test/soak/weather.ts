import type { Emulator, Fault } from '../../emulator';
import { Random } from '../../emulator/platform/random';
import type { Decks } from './decks';
import { MOODS } from './habits';

/** What matters most comes more often. */
const ENDPOINTS = [
  '/api/crmList',
  '/api/crmList',
  '/api/addJson',
  '/api/addJson',
  '/api/addJson',
  '/api/login',
  '/api/index',
  '/api/exportModel',
  undefined,
  undefined,
];

const FAULTS: Fault[] = [
  { kind: 'code', code: 500 },
  { kind: 'code', code: 10001 },
  { kind: 'code', code: 20005 },
  { kind: 'code', code: 20006 },
  { kind: 'code', code: 40001 },
  { kind: 'status', status: 413 },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'html', status: 502 },
  { kind: 'echo' },
  { kind: 'echo', status: 500 },
  { kind: 'dropBefore' },
  { kind: 'dropAfter' },
  { kind: 'truncated' },
  { kind: 'brokenOff' },
  { kind: 'emptyBody' },
  { kind: 'text', text: '[]' },
  { kind: 'text', text: 'null' },
  { kind: 'contentType', contentType: 'text/plain' },
  { kind: 'delay', delayMs: 1_500 },
  { kind: 'replaceKey' },
  { kind: 'trickle', delayMs: 5 },
  { kind: 'packed', encoding: 'gzip' },
  { kind: 'packed', encoding: 'br' },
  { kind: 'packed', encoding: 'lie' },
  { kind: 'closeIdle' },
];

/** Changes a server's moods and lets things go wrong, at random, each for some seconds. */
export class Weather {
  private readonly luck: Random;
  private timer?: NodeJS.Timeout;
  private moods: string[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly decks: Decks,
    private readonly habits: string[],
    ...seed: Array<string | number>
  ) {
    this.luck = new Random('weather', ...seed);
  }

  start(): void {
    this.timer = setTimeout(
      () => {
        this.change();
        this.start();
      },
      this.luck.between(500, 3_000),
    );
  }

  /** Nothing goes wrong any more. */
  clear(): void {
    clearTimeout(this.timer);
    this.emulator.faults.clear();
    this.emulator.configure({ manners: this.habits });
  }

  private change(): void {
    const kind = this.luck.between(1, 10);
    // What nobody met is over: faults that wait for a rare request would pile up.
    this.emulator.faults.clear();
    if (kind <= 7) {
      const fault = this.decks.draw('faults', FAULTS);
      const endpoint = this.luck.pick(ENDPOINTS);
      this.emulator.faults.add({ ...fault, endpoint, times: this.luck.between(1, 6) });
    } else if (kind <= 9) {
      this.moods = [this.decks.draw('moods', MOODS), this.decks.draw('moods', MOODS)];
      if (this.luck.chance(0.3)) this.moods = [];
      this.emulator.configure({ manners: [...this.habits, ...this.moods] });
    } else {
      this.emulator.expireKeys();
    }
  }
}
