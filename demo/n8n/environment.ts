import { hasModule, type N8nInstallation } from './installation';

export interface N8nSettings {
  userFolder: string;
  port: number;
  brokerPort: number;
  /** Default: as n8n has it. */
  logLevel?: 'debug';
  /** Where all requests that leave this machine go. */
  proxyUrl?: string;
  /** The certificate authority under which the proxy answers. */
  certificateFile?: string;
  /** Variables on top of these, n8n's own or others. */
  environment?: Record<string, string>;
}

/** Modules that call n8n's servers at every start, or put things into the editor that have no part in this. */
const UNUSED_MODULES = ['mcp-registry', 'mcp', 'instance-ai', 'chat-hub', 'insights'];

/** The environment of a private n8n: on loopback, in its own folder, with nothing that calls home. */
export function n8nEnvironment(
  settings: N8nSettings,
  installation: N8nInstallation,
): NodeJS.ProcessEnv {
  const unused = UNUSED_MODULES.filter((module) => hasModule(installation, module));
  return {
    ...withoutN8nVariables(process.env),
    N8N_USER_FOLDER: settings.userFolder,
    N8N_PORT: String(settings.port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_EDITOR_BASE_URL: `http://localhost:${settings.port}`,
    N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
    N8N_RUNNERS_TASK_TIMEOUT: '60',
    N8N_SECURE_COOKIE: 'false',
    ...(settings.logLevel ? { N8N_LOG_LEVEL: settings.logLevel } : {}),
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_DISABLED_MODULES: unused.join(','),
    // The platform's days are Chinese ones, and so is the schedule of the sample workflow.
    GENERIC_TIMEZONE: 'Asia/Shanghai',
    ...(installation.version.startsWith('1.') ? DEFAULTS_OF_N8N_2 : {}),
    ...SILENCE,
    ...proxyVariables(settings),
    ...settings.environment,
  };
}

/** What n8n 1 leaves to its administrators, and warns of at every start. */
const DEFAULTS_OF_N8N_2 = {
  // Else code runs in a sandbox of n8n's own process, which makes large data slow for whatever comes next.
  N8N_RUNNERS_ENABLED: 'true',
  // Else all share one connection, on which the transactions of simultaneous requests break each other.
  DB_SQLITE_POOL_SIZE: '3',
};

const SILENCE = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

function proxyVariables({ proxyUrl, certificateFile }: N8nSettings): NodeJS.ProcessEnv {
  if (!proxyUrl || !certificateFile) return {};
  return {
    HTTP_PROXY: proxyUrl,
    HTTPS_PROXY: proxyUrl,
    NO_PROXY: '127.0.0.1,localhost',
    NODE_EXTRA_CA_CERTS: certificateFile,
  };
}

/** Settings of another n8n on this machine, or of the npm that runs this, must not reach into this one. */
function withoutN8nVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|GENERIC|NODE_OPTIONS|NODES|npm_|.*_PROXY$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
