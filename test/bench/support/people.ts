export interface Person {
  name: string;
  phone: string;
  city: string;
}

/** So many leads, each with a phone of its own. */
export function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `客户${index}`,
    phone: String(13_000_000_000 + index),
    city: index % 2 === 0 ? '深圳' : '广州',
  }));
}

/** The same as JavaScript for n8n's Code node. */
export function peopleCode(count: number): string {
  return `Array.from({ length: ${count} }, (_, index) => ({
    name: '客户' + index, phone: String(13000000000 + index), city: index % 2 === 0 ? '深圳' : '广州' }))`;
}
