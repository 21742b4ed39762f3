import { PlatformError } from '../platform/codes';
import { htmlAnswer } from '../wire/answer';
import type { Catalog, Manner } from './manner';

const KEY_CODES = new Set([20005, 20006, 40001]);

/** What a server that speaks HTTP properly answers to a code. */
function properStatus(code: number): number {
  if (KEY_CODES.has(code) || code === 20004) return 401;
  if (code === 20007) return 403;
  return code === 500 ? 500 : 400;
}

const OWN_WORDS: Record<number, string> = {
  20002: '参数pageSize不能超过100',
  20005: 'IP不在白名单',
  30006: '第2行：缺少【电话】',
  30008: '第3行：字段【欠费金额】类型错误',
  30009: '外呼账号【小安】不在工作时间内',
  30011: '任务已归档，任务编号已失效',
  50001: '录音文件已过期（保存90天）',
};

function statusFor(status: (code: number) => number): Manner {
  return {
    reply: (answer, { code }) => (code === 0 ? answer : { ...answer, status: status(code) }),
  };
}

/** How a server says no. */
export const REFUSALS: Catalog = {
  'refusal-status': {
    about: 'answers every refusal with HTTP status N, the JSON as usual',
    value: 400,
    make: (status) => statusFor(() => status),
  },
  'key-status': {
    about: 'answers a refused key with HTTP status N, the JSON as usual',
    value: 401,
    make: (status) => statusFor((code) => (KEY_CODES.has(code) ? status : 200)),
  },
  'proper-statuses': {
    about: 'answers refusals with HTTP 400, 401, 403 or 500, as their code asks for',
    make: () => statusFor(properStatus),
  },
  'code-40001': {
    about: 'answers 40001 to a key that has expired',
    make: () => ({ behaviour: { expiredKeyCode: 40001 } }),
  },
  'login-forbidden': {
    about: 'refuses every login with HTTP 403 and code 20007',
    make: () => ({
      params(params, { endpoint }) {
        if (endpoint === 'login') throw new PlatformError(20007);
        return params;
      },
      reply: (answer, { endpoint, code }) =>
        endpoint === 'login' && code !== 0 ? { ...answer, status: 403 } : answer,
    }),
  },
  'own-words': {
    about: 'says more in msg than the document does, such as which row is wrong',
    make: () => ({
      envelope: (envelope) => {
        const words = OWN_WORDS[Number(envelope.code)];
        return words === undefined ? envelope : { ...envelope, msg: words };
      },
    }),
  },
  'own-codes': {
    about: 'has codes that are in no document (30011 becomes 30117, 50001 becomes 50117)',
    make: () => ({
      envelope(envelope) {
        const code = { 30011: 30117, 50001: 50117 }[Number(envelope.code)];
        return code === undefined ? envelope : { ...envelope, code };
      },
    }),
  },
  'login-success': {
    about: 'says "login success" in msg, and "ok" elsewhere',
    make: () => ({
      envelope: (envelope, { endpoint }) =>
        envelope.code === 0
          ? { ...envelope, msg: endpoint === 'login' ? 'login success' : 'ok' }
          : envelope,
    }),
  },
  whitelist: {
    about: 'refuses every key with 20005, because the address of n8n is not on its list',
    make: () => ({
      params(params, { endpoint }) {
        if (endpoint !== 'login') throw new PlatformError(20005, 'IP不在白名单');
        return params;
      },
    }),
  },
  'https-only': {
    about: 'redirects everything to its twin behind TLS (HTTP 301), as nginx does',
    make: () => ({
      async arrive({ platform, listener, path }) {
        if (listener === 'tls') return undefined;
        const location = `${await platform.elsewhere.tls()}${path}`;
        const page = htmlAnswer(301, '<h1>301 Moved Permanently</h1><hr>nginx/1.14.0');
        return { ...page, headers: { ...page.headers, location } };
      },
    }),
  },
};
