import { randomUUID } from 'node:crypto';

export interface Content {
  type: string;
  bytes: Buffer;
}

/** A file as it stands in a channel. */
export interface SharedFile extends Content {
  id: string;
  /** With the sign. */
  channel: string;
  /** The message in whose thread it stands; none when it stands in the channel itself. */
  threadTs?: string;
  name: string;
  title: string;
  comment: string;
  receivedAt: string;
}

interface Upload {
  id: string;
  name: string;
  length: number;
  content?: Content;
}

const UPLOADS = 'https://files.slack.com/upload/v1/';

/** Slack's way of taking a file: it gives an address, takes the bytes there, then puts the file where it belongs. */
export class FileShelf {
  /** Oldest first. */
  readonly shared: SharedFile[] = [];

  private readonly uploads = new Map<string, Upload>();

  /** `files.getUploadURLExternal` */
  announce(name: string, length: number): { file_id: string; upload_url: string } {
    const id = `F0${randomUUID().slice(0, 8).toUpperCase()}`;
    this.uploads.set(id, { id, name, length });
    return { file_id: id, upload_url: `${UPLOADS}${id}` };
  }

  /** The bytes, at the address that was given. Tells whether they are what was announced. */
  receive(path: string, content: Content): boolean {
    const upload = this.uploads.get(path.split('/').pop() ?? '');
    if (!upload || upload.length !== content.bytes.length) return false;
    upload.content = content;
    return true;
  }

  /** `files.completeUploadExternal`, for one file. Tells whether it was there. */
  share(
    id: string,
    { title, ...place }: Pick<SharedFile, 'channel' | 'comment' | 'threadTs'> & { title?: string },
  ): boolean {
    const upload = this.uploads.get(id);
    if (!upload?.content) return false;
    this.uploads.delete(id);
    const { name, content } = upload;
    const receivedAt = new Date().toISOString();
    this.shared.push({ id, name, title: title ?? name, ...content, ...place, receivedAt });
    return true;
  }
}
