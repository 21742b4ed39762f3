/** What may stand beside `$json` in code that is the same for every item but for the item's own JSON. */
const SAME_FOR_ALL_ITEMS = new Set([
  '$json',
  '$now',
  '$today',
  '$vars',
  '$workflow',
  '$execution',
  '$runIndex',
  '$if',
  '$ifEmpty',
  '$max',
  '$min',
  '$jmespath',
]);

/** `$('Form').first()`, `$input.all()` and the like: data of other items, but the same ones for each item. */
const SAME_DATA = /\$(?:input|\(\s*(["'`])(?:(?!\1).)*\1\s*\))\s*\.\s*(?:first|last|all)\(\s*\)/g;

function names(code: string): string[] {
  return code.replace(SAME_DATA, '').match(/\$[\w$]*/g) ?? [];
}

/** Whether the code reads nothing of an item but its JSON. */
export function dependsOnJsonAlone(code: string): boolean {
  return !/\bthis\b/.test(code) && names(code).every((name) => SAME_FOR_ALL_ITEMS.has(name));
}

/** Whether the code gives one value for all items of a run. */
export function isSameForAllItems(code: string): boolean {
  return dependsOnJsonAlone(code) && !names(code).includes('$json');
}
