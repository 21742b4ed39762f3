/** The codes of API §5 and the vendor's own messages. All of them travel with HTTP 200. */
export const MESSAGES: Record<number, string> = {
  0: 'SUCCESS',
  10001: 'url验证失败',
  20001: '数据传输方式错误',
  20002: '数据格式错误',
  20003: '客户端类型不存在',
  20004: '用户名或者密码错误',
  20005: 'ApiKey验证失败',
  20006: 'ApiKey已过期',
  20007: '没有接口访问权限',
  30001: '导入文件为空',
  30002: '导入文件格式错误,只支持xlsx、xls',
  30003: '导入失败，模板为空',
  30004: '待呼叫数据过多,最多不能超过30万条',
  30005: '数据过多,最多只能导入3万条',
  30006: '数据为空或者json格式错误',
  30008: '字段类型错误',
  30009: '请选择一个AI外呼',
  30010: '没有可用的AI账户',
  30011: '营销任务不存在',
  40001: 'api_key过期',
  50001: '请选择一条数据',
  500: '服务端错误，请联系客服',
};

/** A request that the platform turns down; it becomes `{code, msg, data}` with HTTP 200. */
export class PlatformError extends Error {
  constructor(
    readonly code: number,
    message = MESSAGES[code] ?? `code ${code}`,
  ) {
    super(message);
  }
}
