export interface SlackMessage {
  /** With the sign. */
  channel: string;
  text: string;
  /** Links to click, such as those with which someone approves something. */
  buttons: SlackButton[];
  /** What Slack knows it by. */
  ts: string;
  /** The message in whose thread it stands; none when it stands in the channel itself. */
  threadTs?: string;
  receivedAt: string;
}

export interface SlackButton {
  label: string;
  url: string;
}

/** What was posted, oldest first. */
export class MessageBoard {
  readonly messages: SlackMessage[] = [];

  post(content: Omit<SlackMessage, 'ts' | 'receivedAt'>): SlackMessage {
    const now = Date.now();
    const ts = `${Math.floor(now / 1000)}.${String(this.messages.length + 1).padStart(6, '0')}`;
    const message = { ...content, ts, receivedAt: new Date(now).toISOString() };
    this.messages.push(message);
    return message;
  }
}
