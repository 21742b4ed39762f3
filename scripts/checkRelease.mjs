// npm run release:check -- v1.2.3: whether a tag, package.json and the changelog speak of one version.
import { readFileSync } from 'node:fs';

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const heading = new RegExp(
  `^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`,
  'm',
);

const faults = [];
if (tag !== `v${version}`) faults.push(`The tag is ${tag}, package.json says ${version}.`);
if (!heading.test(changelog)) {
  faults.push(`CHANGELOG.md has no dated section "## [${version}] - YYYY-MM-DD".`);
}
for (const fault of faults) console.log(fault);
if (faults.length === 0) console.log(`${tag} can be published.`);
process.exitCode = faults.length === 0 ? 0 : 1;
