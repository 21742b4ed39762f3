/** A code of the platform's answers, in words for the user. */
export interface PlatformCode {
  readonly code: number;
  /** Plain English: short, sentence case, no trailing period. */
  readonly meaning: string;
  /** The vendor's own wording. */
  readonly vendorText: string;
}

/** The code of an answer that succeeded. */
export const SUCCESS = 0;

/** The platform itself is at a loss: a moment later it may not be. */
export const SERVER_FAULT = 500;

/** The credential is wrong: trying again only locks the account. */
export const WRONG_PASSWORD = 20004;

/** A parameter is malformed: some servers say so of numbers that are sent as text. */
export const WRONG_FORMAT = 20002;

/** The account may not use the endpoint; the key has been accepted by then. */
export const NO_PERMISSION = 20007;

/** More rows than the server takes in one import. */
export const TOO_MANY_ROWS = 30005;

/** The codes that all mean: get a valid key and send the request again. */
const STALE_KEY_CODES: ReadonlySet<number> = new Set([20005, 20006, 40001]);

/** Newer documents print both for a wrong signature. */
const SIGNATURE_CODES: ReadonlySet<number> = new Set([10001, 100001]);

const SIGNATURE_TEXT = 'url 验证失败';

const TABLE: ReadonlyArray<readonly [code: number, meaning: string, vendorText: string]> = [
  [SUCCESS, 'Success', '请求处理成功'],
  [10001, "XiaoA didn't accept the request's signature", SIGNATURE_TEXT],
  [100001, "XiaoA didn't accept the request's signature", SIGNATURE_TEXT],
  [20001, 'XiaoA expects another HTTP method', '数据传输方式错误'],
  [WRONG_FORMAT, 'A parameter is missing or malformed', '数据格式错误'],
  [20003, "XiaoA doesn't know this type of client", '客户端类型不存在'],
  [WRONG_PASSWORD, 'Wrong user name or password', '用户名或者密码错误'],
  [20005, "XiaoA didn't accept the API key", 'ApiKey 验证失败'],
  [20006, 'The API key has expired', 'ApiKey 已过期'],
  [NO_PERMISSION, "This account isn't allowed to use this part of the API", '没有接口访问权限'],
  [30001, 'The file has no contacts', '导入文件为空'],
  [30002, "The file isn't an Excel file", '导入文件格式错误,只支持 xlsx、xls'],
  [30003, "The template is empty or doesn't exist", '导入失败，模板为空'],
  [30004, 'Too many contacts are waiting to be called', '待呼叫数据过多,最多不能超过 30 万条'],
  [TOO_MANY_ROWS, 'Too many contacts in one import', '数据过多,最多只能导入 3 万条'],
  [30006, "The contacts are empty or couldn't be read", '数据为空或者 json 格式错误'],
  [30008, 'A field has the wrong type', '字段类型错误'],
  [30009, 'The AI user is missing or unknown', '请选择一个 AI 外呼'],
  [30010, 'The account has no AI user available', '没有可用的 AI 账户'],
  [30011, 'Task not found', '营销任务不存在'],
  [40001, 'The API key has expired', 'api_key 过期'],
  [50001, 'No record was chosen', '请选择一条数据'],
  [SERVER_FAULT, "XiaoA couldn't process the request", '服务端错误，请联系客服'],
];

/** Every code of API §5, and the second one for a wrong signature, by number. */
export const PLATFORM_CODES: ReadonlyMap<number, PlatformCode> = new Map(
  TABLE.map(([code, meaning, vendorText]) => [code, { code, meaning, vendorText }]),
);

/** True for the codes that a newer key cures; they come before anything is done (API §5). */
export function isStaleKeyCode(code: number): boolean {
  return STALE_KEY_CODES.has(code);
}

/** True for the codes of a wrong signature; they come before anything is done (API §5). */
export function isSignatureCode(code: number): boolean {
  return SIGNATURE_CODES.has(code);
}

/**
 * Whether the platform may have done what it was asked for, although it answered with this code. Codes with five
 * digits say why it did nothing (API §5); shorter ones may come from whatever stands in front of it.
 *
 * @param status the HTTP status of the answer
 */
export function mayBeDone(code: number, status: number): boolean {
  return code === SERVER_FAULT || (status >= 500 && Math.abs(code) < 10_000);
}

/** Whether the same request may succeed a moment later, by the HTTP status of its answer. */
export function isPassingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
