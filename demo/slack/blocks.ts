import type { SlackButton } from './messages';

interface Block {
  type: string;
  text?: { text: string };
  elements?: Array<{ type: string; text?: { text: string }; url?: string }>;
}

/** The words and the links of Slack's block layout, which n8n uses when it asks someone to approve. */
export function readBlocks(value: unknown): { text: string; buttons: SlackButton[] } {
  const blocks = (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as Block[];
  const sections = blocks.filter(({ type }) => type === 'section');
  return {
    text: sections
      .map(({ text }) => text?.text.trim() ?? '')
      .filter((text) => text !== '')
      .join('\n'),
    buttons: blocks
      .flatMap(({ elements = [] }) => elements)
      .filter(({ type, url }) => type === 'button' && url !== undefined)
      .map(({ text, url }) => ({ label: text?.text ?? '', url: url! })),
  };
}
