// Who may import whom (CONTRIBUTING.md, "The house"). `npm run lint` runs it.

/** An import that is not allowed. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('circle', 'No circle of files.', {}, { circular: true }),
    {
      ...forbid('circle-of-folders', 'No circle of folders.', {}, { circular: true }),
      scope: 'folder',
    },
    forbid(
      'published-packages',
      "Published code imports n8n-workflow and Node's crypto, and nothing else.",
      { path: '^(credentials|nodes|xiaoa)/' },
      { pathNot: '^((credentials|nodes|xiaoa)/|node_modules/n8n-workflow/|(node:)?crypto$)' },
    ),
    forbid(
      'xiaoa-is-plain',
      'xiaoa/ knows nothing of n8n.',
      { path: '^xiaoa/' },
      { pathNot: '^(xiaoa/|(node:)?crypto$)' },
    ),
    forbid(
      'credentials-to-xiaoa',
      'Credentials use xiaoa/ only.',
      { path: '^credentials/' },
      { path: '^nodes/' },
    ),
    forbid(
      'nodes-apart-from-credentials',
      'Nodes know the credential by its name.',
      { path: '^nodes/' },
      { path: '^credentials/' },
    ),
    forbid(
      'nodes-apart',
      "A node does not reach into another node's folder.",
      { path: '^nodes/([^/]+)/', pathNot: '^nodes/shared/' },
      { path: '^nodes/', pathNot: '^nodes/(shared|$1)/' },
    ),
    forbid(
      'shared-below-nodes',
      'nodes/shared knows no single node.',
      { path: '^nodes/shared/' },
      { path: '^nodes/', pathNot: '^nodes/shared/' },
    ),
    forbid(
      'emulator-apart',
      'The emulator is the other side of the wire: it shares no code with the package.',
      { path: '^emulator/' },
      { path: '^(credentials|nodes|xiaoa|demo|test)/' },
    ),
    forbid(
      'demo-apart',
      'The demo uses the package as n8n loads it.',
      { path: '^demo/' },
      { path: '^(credentials|nodes|xiaoa|test)/' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.dev.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|demo/\\.data|demo/node_modules)/' },
  },
};
