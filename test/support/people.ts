// A type, since an interface is no IDataObject.
export type Lead = {
  name: string;
  phone: string;
  city: string;
};

/** Leads, each with a phone of its own. */
export function leads(count: number): Lead[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `客户${index}`,
    phone: String(13_000_000_000 + index),
    city: index % 2 === 0 ? '深圳' : '广州',
  }));
}

/** The same as JavaScript for n8n's Code node. */
export function leadsCode(count: number): string {
  return `Array.from({ length: ${count} }, (_, index) => ({
    name: '客户' + index, phone: String(13000000000 + index), city: index % 2 === 0 ? '深圳' : '广州' }))`;
}
