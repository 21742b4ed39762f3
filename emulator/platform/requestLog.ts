import type { RecordedRequest } from './types';

/** An emulator left running for days must not fill the memory with what it was asked. */
const MOST_KEPT = 20_000;
const MOST_KEPT_BODY_CHARACTERS = 200_000_000;

/** Every call of `/api/…`, oldest first. */
export class RequestLog {
  readonly requests: RecordedRequest[] = [];
  private bodyCharacters = 0;

  add(request: RecordedRequest): void {
    this.requests.push(request);
    this.bodyCharacters += request.rawBody?.length ?? 0;
    while (
      this.requests.length > MOST_KEPT ||
      (this.bodyCharacters > MOST_KEPT_BODY_CHARACTERS && this.requests.length > 1)
    ) {
      this.bodyCharacters -= this.requests.shift()?.rawBody?.length ?? 0;
    }
  }

  to(endpoint: string): RecordedRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  clear(): void {
    this.requests.length = 0;
    this.bodyCharacters = 0;
  }
}
