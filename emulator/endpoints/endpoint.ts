import type { Readable } from 'node:stream';
import type { Platform } from '../platform/platform';
import type { Params } from '../platform/types';
import type { Account, ReceivedFile, RecordedRequest } from '../platform/types';

/** One call of an endpoint, after the signature, the key and the permission have been checked. */
export interface ApiCall {
  platform: Platform;
  /** Who calls. */
  account: Account;
  params: Params;
  files: ReceivedFile[];
  /** The call as it is recorded. */
  request: RecordedRequest;
}

/** `{code: 0, msg, data}`; without `data` the answer has none. */
export interface JsonAnswer {
  data?: unknown;
  msg?: string;
}

export interface FileAnswer {
  file: {
    name: string;
    /** Content-Type */
    type: string;
    /** Bytes. */
    length: number;
    content: () => Readable;
  };
}

export interface Endpoint {
  /** The path is `/api/<name>`. */
  name: string;
  method: 'GET' | 'POST';
  /** Parameters that the signature leaves out. */
  unsigned?: readonly string[];
  /** Reports what is wrong by throwing a PlatformError. */
  answer(call: ApiCall): JsonAnswer | FileAnswer | Promise<JsonAnswer | FileAnswer>;
}

/** The login alone has no key to check, hence no account yet. */
export interface LoginEndpoint extends Omit<Endpoint, 'answer'> {
  isLogin: true;
  answer(call: Omit<ApiCall, 'account'>): JsonAnswer;
}
