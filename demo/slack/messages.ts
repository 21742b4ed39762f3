export interface SlackMessage {
  channel: string;
  text: string;
  receivedAt: string;
}

/** What was posted, oldest first. */
export class MessageBoard {
  readonly messages: SlackMessage[] = [];

  post(channel: string, text: string): string {
    const now = Date.now();
    this.messages.push({ channel, text, receivedAt: new Date(now).toISOString() });
    return `${Math.floor(now / 1000)}.${String(this.messages.length).padStart(6, '0')}`;
  }
}
