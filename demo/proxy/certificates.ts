import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generateCACertificate } from 'mockttp';
import { getCA } from 'mockttp/dist/util/certificates';

export interface Certificates {
  /** For the client: whom to trust. */
  authorityFile: string;
  /** For the server: as whom to answer. */
  contextFor(host: string): Promise<SecureContext>;
}

/** A certificate authority of this folder's own, made at the first start. Only the demo's n8n trusts it. */
export async function loadCertificates(folder: string): Promise<Certificates> {
  const authorityFile = join(folder, 'authority.pem');
  const authority = await stored(authorityFile, join(folder, 'authority.key'), folder);
  const signer = await getCA(authority);
  return {
    authorityFile,
    async contextFor(host) {
      const { key, cert, ca } = await signer.generateCertificate(host);
      return createSecureContext({ key, cert, ca });
    },
  };
}

async function stored(
  certFile: string,
  keyFile: string,
  folder: string,
): Promise<{ key: string; cert: string }> {
  try {
    return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
  } catch {
    const subject = { commonName: 'n8n-nodes-xiaoa demo', organizationName: 'Local demo only' };
    const made = await generateCACertificate({ subject });
    await mkdir(folder, { recursive: true });
    await writeFile(keyFile, made.key, { mode: 0o600 });
    await writeFile(certFile, made.cert);
    return made;
  }
}
