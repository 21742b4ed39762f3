/** Something the person at the terminal can act on: printed without a stack. */
export class DemoError extends Error {}

type Closer = () => void | Promise<void>;

/**
 * What was started, to be stopped in the reverse order.
 * Closing may come at any moment, also in the middle of starting: what is added later is stopped at once.
 */
export class Lifetime {
  private readonly closers: Closer[] = [];

  private closing?: Promise<void>;

  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  async add(closer: Closer): Promise<void> {
    if (this.closing) await closer();
    else this.closers.push(closer);
  }

  /** Stops everything once, however often it is called. */
  async close(): Promise<void> {
    this.closing ??= this.closeAll();
    return await this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const closer of this.closers.reverse()) {
      try {
        await closer();
      } catch (error) {
        // The rest has to be stopped all the same.
        console.error(error);
      }
    }
  }
}

/** Ctrl-C and a polite kill stop what was started, and end this process. */
export function stopOnSignals(lifetime: Lifetime, status: number): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (lifetime.isClosing) return;
      console.log('\nStopping …');
      void lifetime.close().then(() => process.exit(status));
    });
  }
}

/** Runs `main` to its exit status, and ends all that it has started, however it goes. */
export function runChecks(lifetime: Lifetime, main: () => Promise<number>): void {
  stopOnSignals(lifetime, 130);
  void main()
    .catch((error: unknown) => {
      console.error(error);
      return 1;
    })
    .then(async (status) => {
      await lifetime.close();
      process.exit(status);
    });
}
