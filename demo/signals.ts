import type { Lifetime } from './lifetime';

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
