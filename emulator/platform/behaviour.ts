import type { Credentials, UnicodeStyle } from './types';

/** How lists are cut and ordered: each is a way in which the document can be read. */
export interface Paging {
  /** Is pageIndex the number of a page, or of a row ("起始条索引")? */
  index: 'page' | 'offset';
  /** The largest page it gives; a larger pageSize is cut down to this. Undefined: no cap. */
  maxPageSize?: number;
  /** `"total": 329` or `"total": "329"`. */
  total: 'number' | 'text';
  /** By id within the day, day after day; `shuffled` is a fixed order that follows nothing. */
  order: 'newest' | 'oldest' | 'shuffled';
}

/** What can be changed while it runs. */
export interface Behaviour {
  /** Seconds a key lives. */
  keyLifetimeSeconds: number;
  /** How the platform's json_encode writes characters outside ASCII. */
  signatureEncoding: UnicodeStyle;
  paging: Paging;
  /** Does an end date without a time include that day? If not, it means that day's midnight. */
  endDateInclusive: boolean;
  /** crmList's `score`: at least, or equal? */
  scoreFilter: 'atLeast' | 'equal';
  /** What an outlived key answers: 20006, or 40001 as in the table of API §7.1. */
  expiredKeyCode: 20006 | 40001;
  /** How the login writes the key's expiry (API §7.1: Unix seconds). `date` is Shanghai text. */
  apiKeyExpire: 'date' | 'milliseconds' | 'missing' | 'seconds' | 'text';
  /** Seconds by which the expiry that the login tells is later than the real one. */
  apiKeyExpireSkew: number;
  /** cdrshow's data: the object, or a list holding it (the document's sample hints at that). */
  segmentsAnswer: 'object' | 'list';
  /** Rows an import may have (API: 30,000), code 30005. */
  maxRowsPerImport: number;
  /** Contacts that may wait to be called, over all tasks of an account (API: 300,000), code 30004. */
  maxWaiting: number;
  /** Seconds by which the platform's clock is ahead of the right time. */
  clockOffsetSeconds: number;
  /** Does it take logins by access ID, which leave the old key in place (newer servers)? */
  accessIdLogin: boolean;
  /** Does it know the operation `end` (newer servers)? */
  terminates: boolean;
  /** Phones that end so are on its do-not-call list: dropped and counted. Empty: it has none. */
  doNotCall: string;
  /** Names of manners of real servers, such as `signs-raw` or `row-limit=7000`. */
  manners: string[];
  /** Per user name, the endpoints (`/api/crmList`) it may not use: 20007. */
  forbidden: Record<string, string[]>;
}

export interface EmulatorOptions extends Partial<Omit<Behaviour, 'paging' | 'forbidden'>> {
  /** 0 (the default): any free port. */
  port?: number;
  host?: string;
  /** Everything random derives from it. Default 1. */
  seed?: number;
  /** Milliseconds since 1970; `advanceClock` adds to it. */
  now?: () => number;
  /** Called with the path of each request (`/api/crmList`) before it is looked at. */
  onRequest?: (endpoint: string) => void;
  /** Default demo / demo-password. */
  account?: Credentials;
  paging?: Partial<Paging>;
  /** `false` (the default): nothing is called but by `dialAll()`. */
  dialler?: { callsPerSecond: number } | false;
  /** Adds tasks and CRM records of the last days. Templates and AI users are there always. */
  sampleData?: boolean;
}

export type Configuration = Partial<Omit<Behaviour, 'paging'>> & { paging?: Partial<Paging> };

/** The behaviour when nothing is said: the likeliest reading of the document. */
export function defaultBehaviour(): Behaviour {
  return {
    keyLifetimeSeconds: 7200,
    signatureEncoding: 'escaped',
    paging: { index: 'page', total: 'number', order: 'newest' },
    endDateInclusive: true,
    scoreFilter: 'atLeast',
    expiredKeyCode: 20006,
    apiKeyExpire: 'seconds',
    apiKeyExpireSkew: 0,
    segmentsAnswer: 'object',
    maxRowsPerImport: 30_000,
    maxWaiting: 300_000,
    clockOffsetSeconds: 0,
    accessIdLogin: false,
    terminates: false,
    doNotCall: '',
    manners: [],
    forbidden: {},
  };
}

/** Changes `behaviour` in place. Names it does not know are a mistake of the caller. */
export function configure(behaviour: Behaviour, changes: Configuration): void {
  const known = behaviour as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in behaviour)) throw new Error(`'${name}' cannot be configured`);
    if (value === undefined) continue;
    known[name] = name === 'paging' ? { ...behaviour.paging, ...(value as object) } : value;
  }
}

/** The part of the start options that is behaviour. */
export function behaviourOf(options: EmulatorOptions): Configuration {
  const known = defaultBehaviour();
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in known));
}
