import type { Operation } from './operations/operation';
import type { ServerRow } from './rows';

/** Where it is right that something does not work: exactly these words. */
export interface Exception {
  /** Names of rows; `*` for all. */
  rows: string[] | '*';
  /** Names of operations; `*` for all. */
  operations: string[] | '*';
  /** The message. */
  message: string;
  /** Something that the description has to say. */
  advice?: string;
  /** Why nothing better can be done. */
  because: string;
}

const GONE = ['Task: Pause a task that is gone'];
const EXCEL = ['Task: Create from Excel'];
const RECORDINGS = [
  'Recording: Download',
  'Recording: Download, Recording Server set',
  'Recording: Download Segment',
];
const CREATING = [
  'Task: Create from items',
  'Task: Create with & in the remark',
  'Task: Create with a wide blank in the remark',
  'Task: Create, encrypted',
  'Task: Create from JSON',
  'Task: Create from Excel',
];

/** Nothing works; the mapper's columns say why in a line of their own, without advice. */
function everywhere(exception: Omit<Exception, 'operations'>): Exception[] {
  return [
    { ...exception, operations: '*' },
    { ...exception, operations: ['the columns to map'], advice: undefined },
  ];
}

export const EXCEPTIONS: Exception[] = [
  {
    rows: '*',
    operations: GONE,
    message: 'Task not found (XiaoA code 30011)',
    because: 'there is no such task',
  },
  {
    rows: ['as documented'],
    operations: ['Task: Terminate'],
    message: 'A parameter is missing or malformed (XiaoA code 20002)',
    because: 'older servers cannot terminate a task',
  },
  {
    rows: ['signs-html'],
    operations: ['Task: Create with & in the remark'],
    message: "XiaoA didn't accept the request's signature (XiaoA code 10001)",
    advice: 'The likely cause is the character & in one of the values',
    because: 'how a server writes such characters before it signs differs from server to server',
  },
  ...everywhere({
    rows: ['login-forbidden'],
    message: "This account isn't allowed to use this part of the API (XiaoA code 20007)",
    advice: "Ask XiaoA to enable this endpoint for the credential's account",
    because: 'XiaoA alone can open the API for an account',
  }),
  {
    rows: ['own-words'],
    operations: GONE,
    message: 'Task not found (XiaoA code 30011). XiaoA said: 任务已归档，任务编号已失效',
    because: 'there is no such task',
  },
  {
    rows: ['own-codes'],
    operations: GONE,
    message: 'XiaoA refused the request: 营销任务不存在 (code 30117)',
    advice: "XiaoA's API document doesn't list this code",
    because: 'there is no such task',
  },
  {
    rows: ['whitelist'],
    operations: '*',
    message: 'XiaoA keeps rejecting new API keys. XiaoA said: IP不在白名单',
    because: 'XiaoA alone can put the address of n8n on its list',
  },
  ...everywhere({
    rows: ['https-only'],
    message: '<Base URL> redirects to https://<host> (HTTP 301)',
    advice: 'enter that address as the Base URL in the XiaoA credential',
    because: 'the password is not sent to an address that the user has not entered',
  }),
  ...everywhere({
    rows: ['self-signed, as it is'],
    message:
      "Couldn't reach XiaoA at https://<host>: the server's certificate isn't trusted. Check the address, port and http/https.",
    advice: "turn on 'Ignore SSL Issues (Insecure)' in the XiaoA credential",
    because: 'whether to trust such a server is for the user to say',
  }),
  {
    rows: ['body-limit=560'],
    operations: EXCEL,
    message: 'XiaoA answered with HTTP status 413',
    advice:
      "The file is too large for the server. Split it, or read it with an 'Extract From File' node",
    because: 'a file goes to XiaoA as it is; contacts from items and from JSON go in smaller parts',
  },
  {
    rows: ['post-limit=1000000'],
    operations: EXCEL,
    message: "XiaoA didn't accept the request's signature (XiaoA code 10001)",
    advice: 'The file is 1.5 MB. A server with a lower upload limit',
    because: 'a file goes to XiaoA as it is; contacts from items and from JSON go in smaller parts',
  },
  {
    rows: ['upload-limit=1000000'],
    operations: EXCEL,
    message: 'The file has no contacts (XiaoA code 30001)',
    advice: 'The file is 1.5 MB. A server with a lower limit reports it as empty.',
    because: 'a file goes to XiaoA as it is; contacts from items and from JSON go in smaller parts',
  },
  {
    rows: ['row-limit=2'],
    operations: EXCEL,
    message: 'Too many contacts in one import (XiaoA code 30005)',
    advice: 'Split the file',
    because: 'a file goes to XiaoA as it is; contacts from items and from JSON go in smaller parts',
  },
  {
    rows: ['tasks-a-day=0'],
    operations: CREATING,
    message: 'XiaoA refused the request: 每天最多新建0个任务，请添加到已有任务 (code 30021)',
    because: 'the limit is the server’s; contacts can still be added to a task that exists',
  },
  {
    rows: ['odd-user-sn'],
    operations: ['Task: Create, encrypted'],
    message: "The contacts can't be encrypted for this account",
    advice: 'Nothing was sent.',
    because: 'the key of the encryption is a part of user_sn, and there is none',
  },
  {
    rows: ['recording-loop'],
    operations: RECORDINGS,
    message: 'XiaoA redirects the download in a loop',
    advice: 'Ask XiaoA where its recordings are',
    because: 'the recording is nowhere to be found',
  },
  {
    rows: ['recording-server'],
    operations: ['Recording: Download', 'Recording: Download Segment'],
    message: 'XiaoA answered with HTTP status 404',
    advice: "set the option 'Recording Server' to the address that Get Segments gives",
    because:
      "the address of the recording server is in what Get Segments gives; the option 'Recording Server' takes it",
  },
  {
    rows: ['template-password'],
    operations: ['the columns to map', 'Template: Get Columns'],
    message: 'The file is protected with a password',
    because: 'nobody can read the file without the password',
  },
];

/** The last one that fits counts; undefined: it has to work. */
export function exceptionOf(row: ServerRow, operation: Operation): Exception | undefined {
  const fits = (names: string[] | '*', name: string) => names === '*' || names.includes(name);
  return EXCEPTIONS.filter(
    ({ rows, operations }) => fits(rows, row.name) && fits(operations, operation.name),
  ).at(-1);
}
