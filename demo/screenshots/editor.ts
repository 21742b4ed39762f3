import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../n8n/owner';

/** What n8n lays over a node by itself: remains of expression editors, notices, hints at buttons. */
const CLUTTER = ['#cm-tooltip-container', '.el-notification', '[role="tooltip"]'];

/** n8n's editor, as somebody in front of it uses it. */
export class Editor {
  constructor(
    readonly page: Page,
    private readonly baseUrl: string,
  ) {}

  async logIn({ email, password }: Owner): Promise<void> {
    await this.page.goto(`${this.baseUrl}/signin`);
    await this.page.locator('input[name="emailOrLdapLoginId"]').fill(email);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.getByTestId('form-submit-button').click();
    await this.page.waitForURL((url) => !url.pathname.includes('signin'));
  }

  async openWorkflow(id: string): Promise<void> {
    await this.page.goto(`${this.baseUrl}/workflow/${id}`);
    await this.page.getByTestId('canvas-node').first().waitFor();
    await this.settle();
  }

  /** Has the whole workflow in view. */
  async fitView(): Promise<void> {
    await this.page.getByTestId('zoom-to-fit').click();
    await this.settle();
  }

  /** Runs the workflow from one of its triggers and waits for the end. */
  async execute(trigger: string): Promise<void> {
    await this.node(trigger).hover();
    await this.page.getByTestId(`execute-workflow-button-${trigger}`).click();
    await this.page.getByText('Workflow executed successfully').first().waitFor();
    await this.closeToasts();
  }

  async openNode(name: string): Promise<void> {
    await this.node(name).dblclick();
    await this.page.getByTestId('ndv').waitFor();
    await this.page.addStyleTag({ content: `${CLUTTER.join(', ')} { display: none !important }` });
    await this.settle();
  }

  /** Of an open node: how its input or output is shown. */
  async show(panel: 'ndv-input-panel' | 'output-panel', mode: 'table' | 'json'): Promise<void> {
    await this.page.getByTestId(panel).getByTestId(`radio-button-${mode}`).click();
    await this.settle();
  }

  /** Of an open node: has a parameter in view. */
  async scrollTo(parameter: string): Promise<void> {
    const input = this.page.getByTestId(`parameter-input-${parameter}`).first();
    await input.scrollIntoViewIfNeeded();
    await this.settle();
  }

  /** Of an open trigger: has it fetch something to show. */
  async fetchTestEvent(): Promise<void> {
    await this.page.getByTestId('ndv').getByTestId('node-execute-button').click();
    await this.page.getByTestId('output-panel').getByTestId('ndv-data-container').waitFor();
    await this.closeToasts();
  }

  /** From an open node: the credential, which n8n tests at once. */
  async openCredential(): Promise<void> {
    await this.page.getByTestId('credential-edit-button').first().click();
    await this.page.getByTestId('editCredential-modal').waitFor();
    await this.settle();
  }

  /** Animations and late answers are over. */
  async settle(): Promise<void> {
    await this.page.waitForLoadState('networkidle').catch(() => {});
    await this.page.waitForTimeout(800);
  }

  private node(name: string): Locator {
    return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
  }

  private async closeToasts(): Promise<void> {
    for (const button of await this.page.locator('.el-notification__closeBtn').all()) {
      await button.click({ timeout: 1000 }).catch(() => {});
    }
    await this.page.waitForTimeout(500);
  }
}
