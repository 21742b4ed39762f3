import { PlatformError } from '../platform/codes';
import { shanghaiText } from '../platform/clock';
import { requiredText } from './params';
import { TEAM } from '../platform/templates';
import type { Behaviour } from '../platform/behaviour';
import type { LoginEndpoint } from './endpoint';

/** API §7.1. The key it gives replaces the one the account had. */
export const login: LoginEndpoint = {
  name: 'login',
  method: 'POST',
  isLogin: true,
  answer({ platform, params }) {
    const username = requiredText(params, 'username');
    const password = requiredText(params, 'password');
    if (requiredText(params, 'from') !== '2') throw new PlatformError(20003);
    const { account, key } = platform.accounts.login(username, password);
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
