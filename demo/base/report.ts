import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

/** Counts and prints the checks, a line each. */
export class Report {
  private passed = 0;

  private failed = 0;

  /** Passes unless `check` throws or gives the reason why it does not. */
  async check(name: string, check: () => Promise<string | void> | string | void): Promise<void> {
    const complaint = await complaintOf(check);
    if (complaint === undefined) {
      this.passed += 1;
      console.log(`ok      ${name}`);
    } else {
      this.failed += 1;
      console.log(`not ok  ${name}\n        ${complaint.replaceAll('\n', '\n        ')}`);
    }
  }

  /** The last line, and the exit status. */
  finish(): number {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

async function complaintOf(check: () => Promise<string | void> | string | void) {
  try {
    return (await check()) ?? undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What `fetch` says is only half of it: the reason is in its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

/** The complaint when two things differ. */
export function differs(what: string, actual: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(actual, expected)) return undefined;
  return `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}

/** Waits until something holds. Gives false when it did not in time. */
export async function eventually(holds: () => boolean, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) return false;
    await sleep(200);
  }
  return true;
}
