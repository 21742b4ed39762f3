import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { loadCertificates } from './certificates';

export interface ProxyOptions {
  port: number;
  /** Where the certificate authority is kept, or made. */
  certificateFolder: string;
  /** What answers in place of each host that can be reached over HTTPS, by its name. */
  hosts: Record<string, RequestListener>;
  /** What answers those who come to the proxy's own address. */
  page?: RequestListener;
}

interface InterceptedHost {
  certificate: SecureContext;
  server: Server;
}

/**
 * A proxy that answers for some hosts of the internet itself. Who uses it has to trust its certificate
 * authority, and notices no difference. Every other host is refused, so that nothing goes out.
 */
export class InterceptingProxy {
  /** Hosts that something wanted to reach, and could not. */
  readonly refused: string[] = [];

  readonly url: string;

  private readonly server = createServer();

  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly options: ProxyOptions,
    private readonly hosts: Map<string, InterceptedHost>,
    readonly certificateFile: string,
  ) {
    this.url = `http://localhost:${options.port}`;
  }

  static async start(options: ProxyOptions): Promise<InterceptingProxy> {
    const certificates = await loadCertificates(options.certificateFolder);
    const hosts = new Map<string, InterceptedHost>();
    for (const [host, answer] of Object.entries(options.hosts)) {
      const certificate = await certificates.contextFor(host);
      hosts.set(`${host}:443`, { certificate, server: createServer(answer) });
    }
    const proxy = new InterceptingProxy(options, hosts, certificates.authorityFile);
    await proxy.listen();
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async listen(): Promise<void> {
    this.server.on('connection', (socket: Socket) => this.remember(socket));
    this.server.on('connect', ({ url = '' }, socket: Socket) => this.connect(url, socket));
    this.server.on('request', (request, response) => {
      const { url = '/' } = request;
      if (url.startsWith('/') && this.options.page) this.options.page(request, response);
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(this.refuse(url));
    });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, '127.0.0.1', resolve);
    });
  }

  private remember(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
  }

  private connect(authority: string, socket: Socket): void {
    const host = this.hosts.get(authority);
    if (!host) {
      socket.end(`HTTP/1.1 502 ${this.refuse(authority)}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, secureContext: host.certificate });
    secure.on('error', () => socket.destroy());
    host.server.emit('connection', secure);
  }

  private refuse(target: string): string {
    this.refused.push(target);
    return `The XiaoA demo lets nothing out but to its own stand-ins; refused: ${target}`;
  }
}
