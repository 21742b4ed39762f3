import { createHash } from 'node:crypto';

import type { PlatformAnswer, SendToPlatform } from '../../../xiaoa/session/login';

export type Body = Readonly<Record<string, unknown>>;

/** How a server writes what it signs: Chinese as `\uXXXX`, or as it is. */
export type Writing = 'escaped' | 'raw';

/** A platform's signature (API §7), worked out by another way than the package's. */
export function signatureOf(body: Body, writing: Writing): string {
  const signed = Object.entries(body).filter(([name]) => name !== 'url');
  let json = JSON.stringify(Object.fromEntries(signed)).replace(/\//g, '\\/').replace(/ /g, '');
  if (writing === 'escaped') {
    json = json.replace(
      /[^\0-\x7f]/g,
      (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'),
    );
  }
  return createHash('md5').update(json).digest('hex').substring(1, 9);
}

/** A platform that answers one request after the other, and keeps what it was sent. */
export function platform(answer: (body: Body, request: number) => PlatformAnswer | Promise<never>) {
  const requests: Array<{ url: string; body: Body }> = [];
  const send: SendToPlatform = async (url, body) => {
    requests.push({ url, body });
    return await answer(body, requests.length);
  };
  return { send, requests };
}

/** An answer of the platform in its envelope (API §4). */
export function answered(code: number, data: unknown = null, more: Partial<PlatformAnswer> = {}) {
  return { status: 200, body: { code, msg: '', data }, ...more };
}
