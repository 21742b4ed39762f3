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
