import { PlatformError } from '../platform/codes';
import { shanghaiText } from '../platform/clock';
import { requiredText, text } from './params';
import { TEAM } from '../platform/templates';
import type { Behaviour } from '../platform/behaviour';
import type { Platform } from '../platform/platform';
import type { Params } from '../platform/types';
import type { LoginEndpoint } from './endpoint';

/** API §7.1. The key it gives replaces the one the account had, but for a login by access ID. */
export const login: LoginEndpoint = {
  name: 'login',
  method: 'POST',
  isLogin: true,
  answer({ platform, params }) {
    const { account, key } = byAccessId(platform, params)
      ? platform.accounts.loginByAccessId({
          accessId: requiredText(params, 'api_access_id'),
          timestamp: requiredText(params, 'timestamp'),
          sign: requiredText(params, 'sign'),
        })
      : byPassword(platform, params);
    return {
      msg: '登录成功',
      data: {
        user_name: account.username,
        user_sn: account.userSn,
        team_name: TEAM.team_name,
        expired: '2099-12-31',
        ai_count: platform.aiUsers.length,
        caller_group: TEAM.caller_group,
        api_key: key.text,
        api_key_expire: expiry(platform.behaviour, key.expiresAt),
      },
    };
  },
};

/** Newer servers: with `from` 1 and no `url`. */
export function byAccessId({ behaviour }: Platform, params: Params): boolean {
  return behaviour.accessIdLogin && text(params, 'from') === '1';
}

function byPassword(
  { accounts }: Platform,
  params: Params,
): ReturnType<Platform['accounts']['login']> {
  const username = requiredText(params, 'username');
  const password = requiredText(params, 'password');
  if (requiredText(params, 'from') !== '2') throw new PlatformError(20003);
  return accounts.login(username, password);
}

function expiry({ apiKeyExpire, apiKeyExpireSkew }: Behaviour, expiresAt: number): unknown {
  const told = expiresAt + apiKeyExpireSkew * 1000;
  const seconds = Math.floor(told / 1000);
  switch (apiKeyExpire) {
    case 'date':
      return shanghaiText(told);
    case 'milliseconds':
      return told;
    case 'missing':
      return undefined;
    case 'text':
      return String(seconds);
    default:
      return seconds;
  }
}
