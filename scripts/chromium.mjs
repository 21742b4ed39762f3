// The Chromium that everything with a browser uses: the one that CHROMIUM names, else one of this
// machine, else Debian's, which is installed where that can be done without asking anybody.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** With characters for the Chinese names of columns and templates. */
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** The path of a Chromium. Throws, with what to do about it, when there is none and none can be installed. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which is not there.`);
  }
  const found = installed() ?? (installWithApt() ? installed() : undefined);
  if (found) return found;
  throw new Error(
    `No Chromium was found. Install one (on Debian: apt-get install ${PACKAGES.join(' ')}), or name it: CHROMIUM=/path/to/chromium`,
  );
}

function installed() {
  return PLACES.find((file) => existsSync(file));
}

function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing ${PACKAGES.join(' and ')} …`);
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // The lists of packages may be old, or not there at all.
  return apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', ...PACKAGES);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(findChromium());
