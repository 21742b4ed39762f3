/** Whether the same request may succeed a moment later, by the HTTP status of its answer. */
export function isPassingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
