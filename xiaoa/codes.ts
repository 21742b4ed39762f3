/** A code of the platform's answers, in words for the user. */
export interface PlatformCode {
  readonly code: number;
  /** Plain English: short, sentence case, no trailing period. */
  readonly meaning: string;
  /** The vendor's own wording, or for an unknown code the `msg` that came with it. */
  readonly vendorText: string;
  /** What the user should do, in full sentences; empty for success. */
  readonly advice: string;
}

/** The code of an answer that succeeded. */
export const SUCCESS = 0;

/** The platform itself is at a loss: a moment later it may not be. */
export const SERVER_FAULT = 500;

/** The credential is wrong: trying again only locks the account. */
export const WRONG_PASSWORD = 20004;

/** The codes that all mean: get a valid key and send the request again. */
const STALE_KEY_CODES: ReadonlySet<number> = new Set([20005, 20006, 40001]);

const STALE_KEY_ADVICE =
  'Another login on the same account has replaced the key, or its two hours are over. Run the workflow again. If it comes back, see whether another program logs in with this account, and give n8n a XiaoA account of its own.';

const TABLE: readonly PlatformCode[] = [
  { code: SUCCESS, meaning: 'Success', vendorText: '请求处理成功', advice: '' },
  {
    code: 10001,
    meaning: 'The platform did not accept the signature of the request',
    vendorText: 'url 验证失败',
    advice:
      "Switch 'Signature Encoding' in the XiaoA credential to its other value and test again: platforms differ in how they sign Chinese text. Also check that the base URL leads to the XiaoA platform itself and that no proxy rewrites the request.",
  },
  {
    code: 20001,
    meaning: 'The platform expects another HTTP method',
    vendorText: '数据传输方式错误',
    advice:
      "Check the 'Base URL' in the XiaoA credential: a redirect, often from http to https, turns POST into GET. Enter the address that the platform redirects to.",
  },
  {
    code: 20002,
    meaning: 'A parameter is missing or malformed',
    vendorText: '数据格式错误',
    advice:
      "Check the node's fields, above all dates, numbers and values that come from expressions: one of them is empty or not in the form that the platform expects.",
  },
  {
    code: 20003,
    meaning: 'The platform does not know this type of client',
    vendorText: '客户端类型不存在',
    advice:
      'The node logs in as an API client (type 2). Ask the vendor to open the API for this account, and check that the base URL leads to the XiaoA platform.',
  },
  {
    code: WRONG_PASSWORD,
    meaning: 'The user name or the password is wrong',
    vendorText: '用户名或者密码错误',
    advice:
      'Open the XiaoA credential, enter the user name and the password anew and save. The node does not try again by itself, so that the account is not locked.',
  },
  {
    code: 20005,
    meaning: 'The platform did not accept the API key',
    vendorText: 'ApiKey 验证失败',
    advice: STALE_KEY_ADVICE,
  },
  {
    code: 20006,
    meaning: 'The API key has expired',
    vendorText: 'ApiKey 已过期',
    advice: STALE_KEY_ADVICE,
  },
  {
    code: 20007,
    meaning: 'The account may not use this part of the API',
    vendorText: '没有接口访问权限',
    advice:
      'Ask the vendor to open this endpoint for the account of the XiaoA credential, or choose a credential whose account may use it.',
  },
  {
    code: 30001,
    meaning: 'The file holds no contacts',
    vendorText: '导入文件为空',
    advice:
      "Check that 'Input Data Field Name' names the field with the Excel file, and that the first sheet has at least one row below its header.",
  },
  {
    code: 30002,
    meaning: 'The file is not an Excel file',
    vendorText: '导入文件格式错误,只支持 xlsx、xls',
    advice:
      "Hand over an .xlsx or .xls file. A CSV file can be turned into one with the 'Convert to File' node, or send its rows with 'Contacts From' set to the input items.",
  },
  {
    code: 30003,
    meaning: 'The template of the import is empty, or does not exist',
    vendorText: '导入失败，模板为空',
    advice:
      "Check that the chosen template has columns: the 'Get Columns' operation of the XiaoA Template node shows them. For an Excel import, fill in the template's own file.",
  },
  {
    code: 30004,
    meaning: 'Too many numbers are waiting to be called',
    vendorText: '待呼叫数据过多,最多不能超过 30 万条',
    advice:
      'The account may hold at most 300,000 numbers that are still to be called. Wait until running tasks have got through theirs, or delete tasks that are no longer needed.',
  },
  {
    code: 30005,
    meaning: 'Too many contacts in one import',
    vendorText: '数据过多,最多只能导入 3 万条',
    advice:
      'The platform takes at most 30,000 contacts a request. Split the Excel file, or hand the contacts over as input items or JSON: the node then splits them by itself.',
  },
  {
    code: 30006,
    meaning: 'The contacts are empty or could not be read',
    vendorText: '数据为空或者 json 格式错误',
    advice:
      "Check that there is at least one contact and that the columns are those of the template. With 'Encrypt Contacts' on, the platform most likely could not decrypt them: switch it off and try again.",
  },
  {
    code: 30008,
    meaning: 'A field has the wrong type',
    vendorText: '字段类型错误',
    advice:
      "Check the node's fields and the contacts' columns for a value of the wrong type, e.g. text where the template wants a number or a date.",
  },
  {
    code: 30009,
    meaning: 'The AI user is missing or unknown',
    vendorText: '请选择一个 AI 外呼',
    advice:
      "Choose another 'AI User'. If the field has an expression, check that it gives the user_sn of an AI user of this account and not its name.",
  },
  {
    code: 30010,
    meaning: 'The account has no AI user available',
    vendorText: '没有可用的 AI 账户',
    advice:
      "Check with 'Get AI Users' whether the account has AI users and whether their licences have expired, and ask the vendor for one.",
  },
  {
    code: 30011,
    meaning: 'The task does not exist',
    vendorText: '营销任务不存在',
    advice:
      "Choose the task again from the list: it may have been deleted, or belong to another account. To pause, resume, redial or delete, the platform wants the task's numeric dial_task_main_id, not its sn.",
  },
  {
    code: 40001,
    meaning: 'The API key has expired',
    vendorText: 'api_key 过期',
    advice: STALE_KEY_ADVICE,
  },
  {
    code: 50001,
    meaning: 'No record was chosen',
    vendorText: '请选择一条数据',
    advice:
      'The field that names the task or record is empty. If it has an expression, check what the expression gives for this item.',
  },
  {
    code: SERVER_FAULT,
    meaning: 'The platform could not process the request',
    vendorText: '服务端错误，请联系客服',
    advice:
      'This lies on the side of the platform. If it was an import or a task operation, look at the task before you run it again: it may have been taken. If it comes back, contact the vendor.',
  },
];

/** Every code of API §5, by number. */
export const PLATFORM_CODES: ReadonlyMap<number, PlatformCode> = new Map(
  TABLE.map((entry) => [entry.code, entry]),
);

/**
 * What a code means.
 *
 * @param msg the answer's own `msg`; speaks for codes that API §5 does not list
 */
export function describeCode(code: number, msg?: string): PlatformCode {
  const known = PLATFORM_CODES.get(code);
  if (known) return known;
  const said = (msg ?? '').trim();
  return {
    code,
    meaning: said
      ? `The platform answered: ${said} (code ${code})`
      : `The platform answered with code ${code}`,
    vendorText: said,
    advice:
      "The API document does not list this code. Check the node's fields against the message, and ask the vendor what the code means.",
  };
}

/** True for the codes that a newer key cures; they come before anything is done (API §5). */
export function isStaleKeyCode(code: number): boolean {
  return STALE_KEY_CODES.has(code);
}

/** Whether the same request may succeed a moment later, by the HTTP status of its answer. */
export function isPassingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
