import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What was last put into n8n: the file's hash, and the version n8n made of it. */
export interface Entry {
  hash: string;
  versionId: string;
}

/** Remembers over restarts which workflows are as the demo left them, and which someone has edited. */
export class Ledger {
  private constructor(
    private readonly file: string,
    private readonly entries: Record<string, Entry>,
  ) {}

  static async open(folder: string): Promise<Ledger> {
    const file = join(folder, 'workflows.json');
    try {
      return new Ledger(file, JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return new Ledger(file, {});
    }
  }

  get(id: string): Entry | undefined {
    return this.entries[id];
  }

  async set(id: string, entry: Entry): Promise<void> {
    this.entries[id] = entry;
    await writeFile(this.file, JSON.stringify(this.entries, null, 2));
  }
}
