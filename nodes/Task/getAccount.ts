import type { IDataObject } from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { platformTime, toIso } from '../../xiaoa/shanghaiTime';
import { formOf } from '../../xiaoa/session/session';
import { encodingOf } from '../../xiaoa/signing/signature';
import type { Operation } from '../shared/operation';
import { validSession } from '../shared/validSession';

/** A login may tell more than it should. */
const SECRET = /key|token|passw|secret|session/i;

/**
 * What the login said (API §7.1), under the platform's own names, and what has been found out about the server:
 * `signatureEncoding`, `keyValidUntil` (ISO 8601), `clockDifferenceSeconds` (the platform's clock minus n8n's).
 * It comes from the stored session, so that nobody else is signed out by asking.
 */
export const getAccount: Operation = {
  name: 'Get Account',
  value: 'getAccount',
  action: 'Get account',
  description:
    "Get the credential's XiaoA account: team, license end, number of robots, and server details",
  endpoint: ENDPOINTS.login,
  runsFor: 'allItems',
  fields: [],
  async run(run) {
    // It has just been asked something in Chinese, so the form of the session is the one that it accepts.
    const { account, session } = await validSession(run.context, run.requestOptions, run.itemIndex);
    const { profile = {}, userSn, expiresAt, clockAheadMs } = session;
    const told = Object.entries(profile).filter(([name]) => !SECRET.test(name));
    const json = {
      ...Object.fromEntries(told),
      user_sn: userSn,
      signatureEncoding: encodingOf(formOf(session, account)),
      keyValidUntil: toIso(platformTime(expiresAt)),
      clockDifferenceSeconds: clockAheadMs === undefined ? null : Math.round(clockAheadMs / 1000),
    };
    return [{ json: json as IDataObject }];
  },
};
