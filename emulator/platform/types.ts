/** What a request carries, by name, in the order in which it arrived. */
export type Params = Record<string, unknown>;

/** How `json_encode` writes characters outside ASCII: `\uXXXX`, or as they are. */
export type UnicodeStyle = 'escaped' | 'raw';

export interface Credentials {
  username: string;
  password: string;
}

export interface Account extends Credentials {
  /** `SYSUSER|<32 hex>`: goes by the user name, so that it outlives a restart. */
  userSn: string;
  /** For logins by access ID, where the platform takes them. */
  accessId: string;
  accessSecret: string;
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

export type TaskState = 'sending' | 'sent' | 'paused' | 'terminated';
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
