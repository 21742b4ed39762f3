import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Report } from '../../../demo/base/report';
import type { Editor } from '../../../demo/editor/editor';
import { PACKAGE_FOLDER } from '../../../demo/base/settings';

export const PICTURES = join(PACKAGE_FOLDER, '.cache', 'editor');

/** Steps that build on one another, each with a picture of what it led to. */
export class Story {
  private steps = 0;

  private broken = false;

  constructor(
    private readonly name: string,
    private readonly editor: Editor,
    private readonly report: Report,
  ) {}

  /** Passes unless `act` throws or gives a complaint; what comes after a failure is not tried. */
  async step(name: string, act: () => Promise<string | void>): Promise<void> {
    await this.report.check(`${this.name}: ${name}`, async () => {
      if (this.broken) return 'A step before this one has failed';
      this.broken = true;
      try {
        const complaint = await act();
        this.broken = complaint !== undefined;
        return complaint ?? undefined;
      } finally {
        await this.picture(name);
      }
    });
  }

  private async picture(name: string): Promise<void> {
    this.steps += 1;
    const file = `${this.name} ${String(this.steps).padStart(2, '0')} ${name}.png`;
    await mkdir(PICTURES, { recursive: true });
    await this.editor.page.screenshot({ path: join(PICTURES, file.replaceAll(/[^\w.]+/g, '-')) });
  }
}
