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
