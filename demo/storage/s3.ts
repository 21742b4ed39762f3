import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../proxy/answers';

export interface StoredFile {
  type: string;
  bytes: Buffer;
  /** How often it was stored. */
  times: number;
}

/** An S3-compatible storage on this machine, with the one bucket `recordings`. */
export class S3StandIn {
  static readonly BUCKET = 'recordings';

  /** Their keys, without the bucket. */
  readonly files = new Map<string, StoredFile>();

  /** Keys that cannot be stored. */
  readonly refused = new Set<RegExp>();

  readonly account = { accessKeyId: 'demo-access-key', secretAccessKey: 'demo-secret-key' };

  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  static async start(): Promise<S3StandIn> {
    const standIn = new S3StandIn();
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** For the field *S3 Endpoint* of n8n's credential. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBody(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const [, bucket, ...path] = pathname.split('/').map(decodeURIComponent);
    const key = path.join('/');
    const fail = (status: number, code: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);

    if (!this.isSigned(request, bytes)) return void fail(403, 'SignatureDoesNotMatch');
    if (bucket !== S3StandIn.BUCKET) return void fail(404, 'NoSuchBucket');
    if (request.method === 'GET' && searchParams.has('location')) {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end('<?xml version="1.0"?><LocationConstraint>us-east-1</LocationConstraint>');
      return;
    }
    if (request.method !== 'PUT') return void fail(405, 'MethodNotAllowed');
    if ([...this.refused].some((pattern) => pattern.test(key))) return void fail(503, 'SlowDown');
    const type = request.headers['content-type'] ?? '';
    this.files.set(key, { type, bytes, times: (this.files.get(key)?.times ?? 0) + 1 });
    response.writeHead(200).end();
  }

  /** By the account, over these very bytes. The signature itself is n8n's affair. */
  private isSigned({ headers }: IncomingMessage, bytes: Buffer): boolean {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const sent = headers['x-amz-content-sha256'] ?? digest;
    const credential = `AWS4-HMAC-SHA256 Credential=${this.account.accessKeyId}/`;
    return (headers.authorization ?? '').startsWith(credential) && sent === digest;
  }
}
