/** Shorter texts are too common in ordinary words to be taken out of them. */
const SHORTEST_SECRET = 4;

/** Puts `***` in place of every secret in a text that a person or a log will see. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((clean, secret) => clean.split(secret).join('***'), text);
}
