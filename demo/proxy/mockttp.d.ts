// The two functions used here. Without this the types could be checked only after installing
// the demo's dependencies, n8n among them.
declare module 'mockttp' {
  export function generateCACertificate(options: {
    subject: { commonName: string; organizationName: string };
  }): Promise<{ key: string; cert: string }>;
}

declare module 'mockttp/dist/util/certificates' {
  interface CertificateAuthority {
    generateCertificate(domain: string): Promise<{ key: string; cert: string; ca: string }>;
  }
  export function getCA(files: { key: string; cert: string }): Promise<CertificateAuthority>;
}
