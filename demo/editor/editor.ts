import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../base/settings';
import { NodeView } from './nodeView';
import { settled } from './browser';

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

  /** An empty canvas. */
  async newWorkflow(): Promise<void> {
    await this.page.goto(`${this.baseUrl}/workflow/new`);
    await this.page.getByTestId('canvas-add-button').first().waitFor();
    await this.settle();
  }

  /** Takes a workflow from a file, as *Import from file* does. */
  async importWorkflow(file: string): Promise<void> {
    await this.newWorkflow();
    await this.page.getByTestId('workflow-import-input').setInputFiles(file);
    await this.page.getByTestId('canvas-node').first().waitFor();
    await this.settle();
  }

  /** Of the workflow that is open. n8n gives a new one its id when it saves it, which it does by itself. */
  async workflowId(): Promise<string> {
    await this.page.waitForURL(/\/workflow\/\w{16}\b/);
    return new URL(this.page.url()).pathname.split('/').pop()!;
  }

  async openWorkflow(id: string): Promise<void> {
    await this.page.goto(`${this.baseUrl}/workflow/${id}`);
    await this.page.getByTestId('canvas-node').first().waitFor();
    await this.settle();
  }

  /**
   * Looks a node up in n8n's list and puts it behind the last one; n8n opens it if it has fields.
   *
   * @param action one of those that the list offers for the node
   */
  async addNode(name: string, action?: string): Promise<void> {
    const first = this.page.getByTestId('canvas-add-button');
    if (await first.isVisible()) await first.click();
    else await this.page.getByTestId('node-creator-plus-button').click();
    await this.page.getByTestId('node-creator-search-bar').fill(name);
    await this.creatorItem(name).click();
    if (action) await this.creatorItem(action).click();
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

  /** Publishes the workflow, so that its triggers run by themselves. */
  async publish(): Promise<void> {
    await this.page.getByTestId('workflow-open-publish-modal-button').click();
    await this.page.getByTestId('workflow-publish-button').click();
    await this.page.getByTestId('workflow-publish-button').waitFor({ state: 'hidden' });
    await this.settle();
  }

  async openNode(name: string): Promise<NodeView> {
    await this.node(name).dblclick();
    return await this.openedNode();
  }

  /** The node that n8n has opened by itself. */
  async openedNode(): Promise<NodeView> {
    const view = new NodeView(this.page);
    await view.opened();
    return view;
  }

  node(name: string): Locator {
    return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
  }

  /** Animations and late answers are over. */
  async settle(): Promise<void> {
    await settled(this.page);
  }

  async closeToasts(): Promise<void> {
    for (const button of await this.page.locator('.el-notification__closeBtn').all()) {
      await button.click({ timeout: 1000 }).catch(() => {});
    }
    await this.page.waitForTimeout(500);
  }

  private creatorItem(name: string): Locator {
    return this.page
      .getByTestId('node-creator')
      .getByTestId('node-creator-item-name')
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .first();
  }
}
