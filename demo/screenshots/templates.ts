import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Editor } from '../editor/editor';
import { PACKAGE_FOLDER } from '../base/settings';

const TEMPLATES = join(PACKAGE_FOLDER, 'workflows');
const WINDOW = { width: 1920, height: 1080 };
const MARGIN = 12;

/** The pictures of `docs/templates.md`: each workflow template, just imported, without what n8n has around it. */
export async function takeTemplates(editor: Editor, folder: string): Promise<void> {
  const { page } = editor;
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize()!;
  await page.setViewportSize(WINDOW);
  for (const file of (await readdir(TEMPLATES)).filter((name) => name.endsWith('.json'))) {
    await editor.importWorkflow(join(TEMPLATES, file));
    // Imported nodes are selected, which would show.
    await page.locator('.vue-flow__pane').click({ position: { x: 60, y: 200 } });
    await editor.fitView();
    await page.mouse.move(0, 0);
    const path = join(folder, file.replace(/\.json$/, '.png'));
    await page.screenshot({ path, clip: await drawnArea(editor) });
    console.log(`docs/images/templates/${file.replace(/\.json$/, '.png')}`);
  }
  await page.setViewportSize(before);
}

/** Where the notes are: they reach around all nodes. */
async function drawnArea({ page }: Editor) {
  const boxes = await page.getByTestId('sticky').evaluateAll((notes) =>
    notes.map((note) => {
      const { left, top, right, bottom } = note.getBoundingClientRect();
      return { left, top, right, bottom };
    }),
  );
  const x = Math.min(...boxes.map(({ left }) => left)) - MARGIN;
  const y = Math.min(...boxes.map(({ top }) => top)) - MARGIN;
  return {
    x,
    y,
    width: Math.max(...boxes.map(({ right }) => right)) + MARGIN - x,
    height: Math.max(...boxes.map(({ bottom }) => bottom)) + MARGIN - y,
  };
}
