import type { Sound } from './sound';

export type NamedFile = Sound & { name: string };

/** As many as somebody may still come for. */
const MOST_KEPT = 1_000;

/** Files that lie in the open, by a path that a redirect names. */
export class Statics {
  /** What came for them: also from whom redirects sent, headers and all. */
  readonly requests: Array<{ path: string; headers: Record<string, unknown> }> = [];

  private readonly files = new Map<string, NamedFile>();

  /** @returns its path */
  add(file: NamedFile): string {
    const path = `/record/${encodeURIComponent(file.name)}`;
    this.files.delete(path);
    this.files.set(path, file);
    if (this.files.size > MOST_KEPT) this.files.delete(this.files.keys().next().value!);
    return path;
  }

  get(path: string): NamedFile | undefined {
    return this.files.get(path);
  }
}
