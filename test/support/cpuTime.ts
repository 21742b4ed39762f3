/**
 * What work costs in milliseconds of processor time: other processes of a busy machine do not count, unlike by the clock.
 */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
