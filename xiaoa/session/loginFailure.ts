import { connectionFault } from '../connectionFault';

/** How to recognise a login failure that n8n has wrapped. */
export const LOGIN_FAILURE = 'XiaoALoginFailure';

interface Facts {
  /** Whether another login may succeed a moment later. */
  readonly transient?: boolean;
  readonly httpCode?: string;
  /** The platform's code (API §5), when it answered with one. */
  readonly platformCode?: number;
}

/**
 * The platform did not let the account in, or could not be reached. The message says what happened,
 * the description how to get on; neither holds a secret, and there is no cause that could.
 */
export class LoginFailure extends Error {
  override readonly name = LOGIN_FAILURE;

  constructor(
    message: string,
    readonly description: string,
    readonly facts: Facts = {},
  ) {
    super(message);
  }

  /** The same for somebody else who waited for this login: n8n writes into the errors that it gets. */
  copy(): LoginFailure {
    return new LoginFailure(this.message, this.description, this.facts);
  }
}

/** What was thrown holds the request with the password in it, so only the kind of it goes on. */
export function unreachable(baseUrl: string, error: unknown): LoginFailure {
  const { own, isForeign, reason: said, advice, transient } = connectionFault(error);
  // What is not known may hold the request, and with it the password.
  const reason = isForeign ? 'the request failed' : said;
  if (own) return new LoginFailure(own.message, own.description, { transient: false });
  return new LoginFailure(
    `Couldn't reach XiaoA at ${baseUrl}: ${reason}. Check the address, port and http/https.`,
    isForeign ? 'Check the Base URL in the XiaoA credential.' : advice,
    { transient },
  );
}
