import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Manifest {
  name: string;
  version: string;
  [more: string]: unknown;
}

interface Release {
  manifest: Manifest;
  archive: Buffer;
}

/**
 * What registry.npmjs.org answers to who installs one package: its list of versions, one of them, the archive.
 * Nothing else is there.
 */
export class NpmRegistry {
  static readonly HOST = 'registry.npmjs.org';

  /** Paths that were asked for and are not there. */
  readonly unknown: string[] = [];

  private readonly releases: Release[] = [];

  /** The last one published is the `latest`. */
  publish(manifest: Manifest, archive: Buffer): void {
    this.releases.push({ manifest, archive });
  }

  readonly answer = ({ url = '/' }: IncomingMessage, response: ServerResponse): void => {
    const found = this.find(decodeURIComponent(url.split('?')[0]));
    if (Buffer.isBuffer(found)) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found);
      return;
    }
    if (!found) this.unknown.push(url);
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { error: 'Not found' }));
  };

  private find(path: string): object | undefined {
    const latest = this.releases.at(-1);
    if (!latest) return undefined;
    const { name } = latest.manifest;
    const versions = Object.fromEntries(
      this.releases.map((release) => [release.manifest.version, describe(release)]),
    );
    const tags = { latest: latest.manifest.version };
    if (path === `/${name}`) return { name, 'dist-tags': tags, versions };
    if (path === `/${name}/latest`) return describe(latest);
    const [, version] = new RegExp(`^/${name}/([^/]+)$`).exec(path) ?? [];
    if (version) return versions[version];
    return this.releases.find((release) => path === archivePath(release))?.archive;
  }
}

function describe(release: Release): object {
  const { manifest, archive } = release;
  const hash = (algorithm: string) => createHash(algorithm).update(archive);
  return {
    ...manifest,
    _id: `${manifest.name}@${manifest.version}`,
    dist: {
      tarball: `https://${NpmRegistry.HOST}${archivePath(release)}`,
      shasum: hash('sha1').digest('hex'),
      integrity: `sha512-${hash('sha512').digest('base64')}`,
    },
  };
}

function archivePath({ manifest: { name, version } }: Release): string {
  return `/${name}/-/${name}-${version}.tgz`;
}
