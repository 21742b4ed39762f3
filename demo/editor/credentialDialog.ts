import type { Locator, Page } from 'playwright-core';
import { settled } from './browser';

/** The dialog in which a credential is made or changed. */
export class CredentialDialog {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId('editCredential-modal');
  }

  async opened(): Promise<void> {
    await this.root.waitFor();
    await settled(this.page);
  }

  async fill(name: string, text: string): Promise<void> {
    const field = this.root.getByTestId(`parameter-input-${name}`);
    await field.locator('input, textarea').first().fill(text);
  }

  /** Chooses from a dropdown with fixed options. */
  async choose(name: string, option: string): Promise<void> {
    await this.root.getByTestId(`parameter-input-${name}`).locator('input').first().click();
    const options = this.page.getByRole('option').filter({ visible: true });
    await options
      .filter({ has: this.page.getByText(option, { exact: true }) })
      .first()
      .click();
    await settled(this.page);
  }

  /**
   * Saves, which has n8n test the credential.
   *
   * @returns why it does not work; nothing when it does, and n8n closes the dialog
   */
  async save(): Promise<string | undefined> {
    const tested = this.page.waitForResponse((response) =>
      response.url().endsWith('/rest/credentials/test'),
    );
    await this.root.getByTestId('credential-save-button').click();
    await tested;
    await settled(this.page);
    return (await this.root.isVisible()) ? await this.verdict() : undefined;
  }

  /** What the dialog says of the credential, once n8n has tested it. */
  async verdict(): Promise<string> {
    const said = this.root.getByText(
      /Connection tested successfully|Couldn.t connect with these settings/,
    );
    await said.first().waitFor();
    const details = this.root.getByText('More details');
    if (await details.isVisible()) await details.click();
    await settled(this.page);
    return (await this.root.getByTestId('node-credentials-config-container').innerText()).trim();
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: 'Close this dialog' }).click();
    await this.root.waitFor({ state: 'hidden' });
  }
}
