import type { UnicodeStyle } from './server/phpJson';
import type { Params } from './server/signature';

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
  /** Default demo / demo-password. */
  account?: Credentials;
  paging?: Partial<Paging>;
  /** `false` (the default): nothing is called but by `dialAll()`. */
  dialler?: { callsPerSecond: number } | false;
  /** Adds tasks and CRM records of the last days. Templates and AI users are there always. */
  sampleData?: boolean;
}

export type Configuration = Partial<Omit<Behaviour, 'paging'>> & { paging?: Partial<Paging> };

export interface Credentials {
  username: string;
  password: string;
}

export interface Account extends Credentials {
  /** `SYSUSER|<32 hex>`: goes by the user name, so that it outlives a restart. */
  userSn: string;
}

/** A file part of a multipart request. */
export interface ReceivedFile {
  field: string;
  filename: string;
  mimetype: string;
  bytes: Buffer;
}

/** One call of `/api/…`, whatever became of it. */
export interface RecordedRequest {
  /** Milliseconds since 1970. */
  at: number;
  /** `/api/addJson` */
  endpoint: string;
  method: string;
  /** As received, in order, parsed; empty when it could not be read. */
  params: Params;
  headers: Record<string, string | string[] | undefined>;
  /** The body's text; undefined for GET and multipart. */
  rawBody?: string;
  /** The file parts of a multipart body. */
  files?: Array<{ field: string; filename: string; mimetype: string; size: number }>;
  /** The platform's code that was answered, 0 for a file. Undefined: the answer had no code. */
  code?: number;
}

/** What getProjects answers (API §7.4). */
export interface Template {
  /** `project|<32 hex>` */
  sn: string;
  project_name: string;
  project_caption: string;
  /** Address of the template's Excel file; may be absent. */
  project_excel?: string;
}

/** What getAiUsers answers (API §7.3). The calling windows are `HH:MM:SS` or null. */
export interface AiUser {
  user_sn: string;
  user_name: string;
  contact: string;
  max_call_count: number;
  start_at_one: string | null;
  end_at_one: string | null;
  start_at_two: string | null;
  end_at_two: string | null;
  start_at_three: string | null;
  end_at_three: string | null;
  start_at_four: string | null;
  end_at_four: string | null;
  callin_project_sn: string;
  skillgroup_sn: string;
  /** The templates it may use, comma-separated. */
  project_sn: string;
  display_phone: string;
  expired: string;
}

/** One row of an import: 姓名, 电话, then the template's own columns, keys in order. */
export type ContactRow = Record<string, unknown>;

export type TaskState = 'sending' | 'sent' | 'paused';
export type CallState = 'waiting' | 'success' | 'fail';

/** A marketing task. Moments are Shanghai text. */
export interface Task {
  dial_task_main_id: number;
  /** `dial_task_main_sn|<32 hex>` */
  dial_task_main_sn: string;
  state: TaskState;
  /** The account it belongs to. */
  username: string;
  ai_user_sn: string;
  ai_user_name: string;
  project_sn: string;
  project_caption: string;
  /** Its name. */
  source: string;
  mark: string | null;
  batch: string;
  created_at: string;
  last_modify: string;
  started_at: string | null;
  stoped_at: string | null;
  /** The rows taken in, as received (after decrypting); without duplicates and unusable phones. */
  contacts: ContactRow[];
  /** What became of each of `contacts`. */
  calls: CallState[];
  /** The import requests that filled it. */
  addedBy: RecordedRequest[];
}

/** A row of crmList (API §7.10), as it goes over the wire. */
export interface CrmRow {
  id: number;
  /** `account|<32 hex>` */
  sn: string;
  user_name: string;
  team_name: string;
  phone: string;
  created_at: string;
  name: string | null;
  address: string | null;
  connected_at: string;
  disconnected_at: string;
  /** Seconds. */
  talktimes: number;
  endreason: string;
  recordpath: string;
  recordfile: string;
  /** `##<played>@@<said>#@<recording>` for each turn. */
  talk_info: string;
  labelling: string | null;
  /** 0–100, or null. */
  score: number | null;
  asks_count: number | null;
  /** Category, A–F, or null. */
  status: string | null;
  cdr_sn: string;
  project_caption: string;
  unit: string | null;
}

/** A CRM record: the row, and what the filters go by without being in it. */
export interface CrmRecord extends CrmRow {
  /** The account it belongs to. */
  username: string;
  dial_task_main_sn: string;
  project_sn: string;
  ai_user_sn: string;
  batch_number: string;
}

/** Something that goes wrong on the way. The first that fits a request is used up by it. */
export interface Fault {
  /** `/api/crmList`; default any. */
  endpoint?: string;
  /** How many requests it hits. Default 1; Infinity is allowed (`null` in JSON). */
  times?: number;
  /** Lets so many matching requests through first. */
  after?: number;
  /**
   * Aside, before the request is looked at: `delay`, `replaceKey` (someone else logs in just now).
   *
   * In its place, with nothing done: `code` (a platform code), `status` (an HTTP status with a plain
   * text), `html` (a page where JSON should be), `echo` (an answer that repeats the request, secrets
   * and all), `dropBefore` (the socket is destroyed).
   *
   * After it has been carried out: `truncated` (half of the JSON as if that were all, or half of a file
   * and a broken connection), `brokenOff` (half of anything, then a broken connection), `stall` (half of
   * it, then nothing any more), `emptyBody`, `dropAfter` (the socket is destroyed), `trickle` (in pieces,
   * without a length), `packed` (compressed, whatever the client takes), `contentType` (another one, or
   * none), `text` (other words as JSON), `closeIdle` (answers as usual; the next request on the same
   * connection finds it closed).
   */
  kind:
    | 'brokenOff'
    | 'closeIdle'
    | 'code'
    | 'contentType'
    | 'delay'
    | 'dropAfter'
    | 'dropBefore'
    | 'echo'
    | 'emptyBody'
    | 'html'
    | 'packed'
    | 'replaceKey'
    | 'stall'
    | 'status'
    | 'text'
    | 'trickle'
    | 'truncated';
  /** For `code`. */
  code?: number;
  /** For `code`: default the vendor's own message. */
  msg?: string;
  /** For `status` (default 500), `html` (default 200), and `echo`: without one it is a platform code. */
  status?: number;
  /** For `status`. */
  headers?: Record<string, string>;
  /** For `delay`, and between the pieces of `trickle`: milliseconds. */
  delayMs?: number;
  /** For `packed`: default gzip. `lie` says gzip and is not. */
  encoding?: 'br' | 'deflate' | 'gzip' | 'lie';
  /** For `contentType`: undefined for none. */
  contentType?: string;
  /** For `text`: `{json}` stands for the answer as it was, `{members}` for it without its braces. */
  text?: string;
}
