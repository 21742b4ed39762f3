/** Something the person at the terminal can act on: printed without a stack. */
export class DemoError extends Error {}
