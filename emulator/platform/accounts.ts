import MD5 from 'crypto-js/md5';
import { shanghaiToMs, type Clock } from './clock';
import { PlatformError } from './codes';
import { Random } from './random';
import type { Behaviour } from './behaviour';
import type { Account, Credentials } from './types';

interface Key {
  text: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** What a login by access ID brings along. */
interface AccessLogin {
  accessId: string;
  /** Shanghai text. */
  timestamp: string;
  sign: string;
}

/** How far its time may be from the platform's. */
const ACCESS_WINDOW_MS = 5 * 60_000;

/**
 * Who may log in, and the one key each account has at a time: a login replaces it for everybody
 * (API §7.1).
 */
export class Accounts {
  /** Logins that gave a key, and all that were tried. */
  logins = 0;
  loginAttempts = 0;

  private readonly accounts: Account[] = [];
  private readonly keys = new Map<string, Key>();
  private keysMade = 0;

  constructor(
    private readonly seed: number,
    private readonly clock: Clock,
    private readonly behaviour: Behaviour,
  ) {}

  add({ username, password }: Credentials): Account {
    if (this.find(username)) throw new Error(`There is an account '${username}' already`);
    const account = {
      username,
      password,
      userSn: `SYSUSER|${MD5(`account ${username}`)}`,
      accessId: MD5(`access ${username}`).toString().slice(0, 16),
      accessSecret: MD5(`secret ${username}`).toString(),
    };
    this.accounts.push(account);
    return account;
  }

  get all(): readonly Account[] {
    return this.accounts;
  }

  get main(): Account {
    return this.accounts[0];
  }

  find(username: string): Account | undefined {
    return this.accounts.find((account) => account.username === username);
  }

  get(username?: string): Account {
    const account = username === undefined ? this.main : this.find(username);
    if (!account) throw new Error(`There is no account '${username}'`);
    return account;
  }

  setPassword(username: string, password: string): void {
    this.get(username).password = password;
  }

  login(username: string, password: string): { account: Account; key: Key } {
    const account = this.find(username);
    if (!account || account.password !== password) throw new PlatformError(20004);
    this.logins += 1;
    return { account, key: this.makeKey(account) };
  }

  /** Gives the key that there is, as long as it lives: nobody loses it. */
  loginByAccessId({ accessId, timestamp, sign }: AccessLogin): { account: Account; key: Key } {
    const account = this.accounts.find((candidate) => candidate.accessId === accessId);
    const expected = account && MD5(account.accessId + account.accessSecret + timestamp).toString();
    const age = Math.abs(this.clock.now() - shanghaiToMs(timestamp));
    if (!account || sign !== expected || !(age <= ACCESS_WINDOW_MS)) throw new PlatformError(20004);
    this.logins += 1;
    const kept = this.keys.get(account.userSn);
    const lives = kept !== undefined && kept.expiresAt > this.clock.now();
    return { account, key: lives ? kept : this.makeKey(account) };
  }

  /** A new key, as if someone else had logged in. Not counted as a login. */
  replaceKey(username?: string): string {
    return this.makeKey(this.get(username)).text;
  }

  /** Every key there is now lies past its expiry. */
  expireKeys(): void {
    for (const key of this.keys.values()) key.expiresAt = this.clock.now();
  }

  /** The account that `userSn` and `apiKey` stand for; 20005 and 20006 as in API §5. */
  check(userSn: string, apiKey: string): Account {
    const account = this.accounts.find((candidate) => candidate.userSn === userSn);
    const key = account && this.keys.get(account.userSn);
    if (!account || !key || key.text !== apiKey) throw new PlatformError(20005);
    if (this.clock.now() >= key.expiresAt) throw new PlatformError(this.behaviour.expiredKeyCode);
    return account;
  }

  private makeKey(account: Account): Key {
    this.keysMade += 1;
    const key = {
      text: new Random(this.seed, 'key', this.keysMade).letters(8),
      expiresAt: this.clock.now() + this.behaviour.keyLifetimeSeconds * 1000,
    };
    this.keys.set(account.userSn, key);
    return key;
  }
}
