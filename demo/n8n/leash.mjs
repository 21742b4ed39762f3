// Loaded into n8n's process before n8n. Its standard input is a pipe from the demo: when that
// ends, however the demo died, n8n has nobody left to stop it and has to stop by itself.
import { isMainThread } from 'node:worker_threads';

// n8n's worker threads and child processes load this file too, and their input ends at once.
const isN8nItself = isMainThread && process.ppid === Number(process.env.XIAOA_DEMO_PID);

if (isN8nItself) {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.on('error', () => {});
  process.stdin.resume();
  process.stdin.unref?.();
}
