const running = new Set<string>();

/**
 * Runs the work unless the same is already under way in this process: n8n starts a poll every minute,
 * whether or not the one before has ended, and two at once would both find the same records new.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (running.has(name)) return null;
  running.add(name);
  try {
    return await work();
  } finally {
    running.delete(name);
  }
}
