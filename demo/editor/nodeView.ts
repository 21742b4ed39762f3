import type { Locator, Page } from 'playwright-core';
import { CredentialDialog } from './credentialDialog';
import { settled } from './browser';

/** What n8n lays over a node by itself: remains of expression editors, notices, hints at buttons (but no dropdowns). */
const CLUTTER = [
  '#cm-tooltip-container',
  '.el-notification',
  '[role="tooltip"]:not(.el-select__popper)',
];

const EXECUTION_MS = 120_000;

/** An open node: its input on the left, its parameters, its output on the right. */
export class NodeView {
  readonly root: Locator;

  readonly output: Locator;

  constructor(readonly page: Page) {
    this.root = page.getByTestId('ndv');
    this.output = page.getByTestId('output-panel');
  }

  async opened(): Promise<void> {
    await this.root.waitFor();
    await this.page.addStyleTag({ content: `${CLUTTER.join(', ')} { display: none !important }` });
    await this.settle();
  }

  async close(): Promise<void> {
    await this.root.getByTestId('ndv-close-button').click();
    await this.root.waitFor({ state: 'hidden' });
  }

  /** A parameter by its name; of a mapper, a column by its name. */
  parameter(name: string): Locator {
    return this.root.getByTestId(`parameter-input-${name}`).first();
  }

  /** Types into a field of text or a number. */
  async fill(name: string, text: string): Promise<void> {
    await this.parameter(name).locator('input, textarea').first().fill(text);
  }

  /** Replaces what a code editor holds. */
  async writeCode(name: string, code: string): Promise<void> {
    await this.replaceText(this.parameter(name).locator('.cm-content'), code);
  }

  /** Switches a field to *Expression* and writes one into it. */
  async writeExpression(name: string, expression: string): Promise<void> {
    await this.parameter(name).hover();
    const options = '-parameter-input-options-container';
    const switches = this.root
      .getByTestId(`${name}${options}`)
      .or(this.root.getByTestId(`value["${name}"]${options}`));
    await switches.getByTestId('radio-button-expression').click();
    await this.replaceText(this.parameter(name).locator('.cm-content'), expression);
  }

  /** Chooses from a dropdown with fixed options. */
  async choose(name: string, option: string): Promise<void> {
    await this.parameter(name).locator('input').first().click();
    await this.clickOption(option);
  }

  /** Chooses from a list that the platform gives, after searching in it. */
  async chooseFromList(name: string, search: string, choice: string): Promise<void> {
    await this.parameter(name).getByTestId('rlc-input').click();
    await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(search);
    const items = this.page.getByTestId('rlc-item').filter({ visible: true });
    await items.filter({ hasText: choice }).first().click();
    await this.settle();
  }

  /** Adds one of the fields that a collection offers. */
  async addField(collection: string, field: string): Promise<void> {
    await this.root.getByPlaceholder(collection, { exact: true }).click();
    await this.clickOption(field);
  }

  /** Drags a field of the input onto a parameter. */
  async drag(field: string, onto: string): Promise<void> {
    const source = this.root
      .getByTestId('ndv-input-panel')
      .getByTestId('run-data-schema-node-name')
      .filter({ hasText: new RegExp(`^${field}$`) })
      .first();
    const target = this.parameter(onto);
    await target.scrollIntoViewIfNeeded();
    const from = await middleOf(source);
    const to = await middleOf(target);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 10, from.y + 10, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 12 });
    await this.page.mouse.up();
    await this.settle();
  }

  /** *Execute step*, or with a trigger *Fetch Test Event*, until there is an output or an error. */
  async execute(): Promise<void> {
    await this.root.getByTestId('node-execute-button').click();
    const done = this.output.locator(
      '[data-test-id="node-error-message"], [data-test-id="ndv-items-count"]',
    );
    await done.first().waitFor({ timeout: EXECUTION_MS });
    await this.settle();
  }

  /** What the output panel says went wrong. */
  async error(): Promise<{ message: string; description: string }> {
    const text = async (id: string) => {
      const part = this.output.getByTestId(id);
      return (await part.count()) > 0 ? (await part.first().innerText()).trim() : '';
    };
    return {
      message: await text('node-error-message'),
      description: await text('node-error-description'),
    };
  }

  /** The output's items, as the panel shows them under *JSON*, in one line. */
  async outputText(): Promise<string> {
    await this.show('output-panel', 'json');
    const text = await this.output.getByTestId('ndv-data-container').innerText();
    return text.replaceAll(/\s+/g, ' ');
  }

  /** How the input or the output is shown. */
  async show(
    panel: 'ndv-input-panel' | 'output-panel',
    mode: 'json' | 'schema' | 'table',
  ): Promise<void> {
    await this.page.getByTestId(panel).getByTestId(`radio-button-${mode}`).click();
    await this.settle();
  }

  /** Has a parameter in view. */
  async scrollTo(name: string): Promise<void> {
    await this.parameter(name).scrollIntoViewIfNeeded();
    await this.settle();
  }

  /** Of a node that has no credential yet. */
  async newCredential(): Promise<CredentialDialog> {
    await this.root.getByTestId('node-credentials-empty-state').getByRole('button').click();
    return await this.openedCredential();
  }

  /** The chosen credential, which n8n tests at once. */
  async openCredential(): Promise<CredentialDialog> {
    await this.root.getByTestId('credential-edit-button').first().click();
    return await this.openedCredential();
  }

  async openedCredential(): Promise<CredentialDialog> {
    const dialog = new CredentialDialog(this.page);
    await dialog.opened();
    return dialog;
  }

  /** In the dropdown that is open. An option may have a description below its name. */
  private async clickOption(name: string): Promise<void> {
    const options = this.page.getByRole('option').filter({ visible: true });
    await options
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first()
      .click();
    await this.settle();
  }

  private async replaceText(editor: Locator, text: string): Promise<void> {
    await editor.first().click();
    await this.page.keyboard.press('ControlOrMeta+a');
    // In one piece: typed letter by letter, n8n would complete words and close brackets.
    await this.page.keyboard.insertText(text);
    await editor.first().blur();
    await this.settle();
  }

  private async settle(): Promise<void> {
    await settled(this.page);
  }
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error('What is to be dragged, or its target, is not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
