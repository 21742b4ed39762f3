import type { Behaviour, Configuration, EmulatorOptions } from '../types';

/** The behaviour when nothing is said: the likeliest reading of the document. */
export function defaultBehaviour(): Behaviour {
  return {
    keyLifetimeSeconds: 7200,
    signatureEncoding: 'escaped',
    paging: { index: 'page', total: 'number', order: 'newest' },
    endDateInclusive: true,
    scoreFilter: 'atLeast',
    expiredKeyCode: 20006,
    apiKeyExpire: 'seconds',
    apiKeyExpireSkew: 0,
    segmentsAnswer: 'object',
    maxRowsPerImport: 30_000,
    maxWaiting: 300_000,
    forbidden: {},
  };
}

/** Changes `behaviour` in place. Names it does not know are a mistake of the caller. */
export function configure(behaviour: Behaviour, changes: Configuration): void {
  const known = behaviour as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in behaviour)) throw new Error(`'${name}' cannot be configured`);
    if (value === undefined) continue;
    known[name] = name === 'paging' ? { ...behaviour.paging, ...(value as object) } : value;
  }
}

/** The part of the start options that is behaviour. */
export function behaviourOf(options: EmulatorOptions): Behaviour {
  const behaviour = defaultBehaviour();
  const given = Object.entries(options).filter(([name]) => name in behaviour);
  configure(behaviour, Object.fromEntries(given));
  return behaviour;
}
