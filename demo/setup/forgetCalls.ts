import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HIGH_SCORE_ALERT } from '../settings';

/**
 * Has the trigger start anew, before n8n runs. The emulator forgets everything when it stops and
 * gives the ids of its records out again, so the trigger would take new calls for those it knows.
 */
export async function forgetCalls(userFolder: string): Promise<void> {
  const file = join(userFolder, '.n8n', 'database.sqlite');
  if (!existsSync(file)) return;
  // Node 20, on which tests may run this, has no such module; they start with an empty folder.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database
      .prepare('UPDATE workflow_entity SET staticData = NULL WHERE id = ?')
      .run(HIGH_SCORE_ALERT.id);
  } catch {
    // n8n was stopped before it had made its tables: there is nothing to forget.
  } finally {
    database.close();
  }
}
