import { randomBytes, timingSafeEqual } from 'node:crypto';

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** Who may control the emulator: who has the key of this start, on this machine. */
export class ControlKey {
  readonly key = randomBytes(16).toString('hex');

  allows(given: unknown, address: string): boolean {
    if (typeof given !== 'string' || given.length !== this.key.length) return false;
    if (!/^[0-9a-f]+$/.test(given) || !LOOPBACK.test(address)) return false;
    return timingSafeEqual(Buffer.from(given), Buffer.from(this.key));
  }
}
