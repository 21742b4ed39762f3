import type { Page } from 'playwright-core';
import type { Owner } from '../n8n/owner';

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
  async execute(): Promise<void> {
    await this.page.getByTestId('execute-workflow-button').click();
    await this.page.getByText('Workflow executed successfully').first().waitFor();
    await this.closeToasts();
  }

  async openNode(name: string): Promise<void> {
    await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
    await this.page.getByTestId('ndv').waitFor();
    await this.settle();
  }

  async closeNode(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
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

  private async closeToasts(): Promise<void> {
    for (const button of await this.page.locator('.el-notification__closeBtn').all()) {
      await button.click({ timeout: 1000 }).catch(() => {});
    }
    await this.page.waitForTimeout(500);
  }
}
