export interface SlackMessage {
  channel: string;
  text: string;
  /** Links to click, such as those with which someone approves something. */
  buttons: SlackButton[];
  receivedAt: string;
}

export interface SlackButton {
  label: string;
  url: string;
}

/** What was posted, oldest first. */
export class MessageBoard {
  readonly messages: SlackMessage[] = [];

  post(channel: string, text: string, buttons: SlackButton[] = []): string {
    const now = Date.now();
    this.messages.push({ channel, text, buttons, receivedAt: new Date(now).toISOString() });
    return `${Math.floor(now / 1000)}.${String(this.messages.length).padStart(6, '0')}`;
  }
}
