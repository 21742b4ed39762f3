import type { Lifetime } from './lifetime';
import { stopOnSignals } from './signals';

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
