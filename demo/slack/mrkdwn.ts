/** Slack's message format as HTML: enough of it for what the sample workflow sends. */
export function toHtml(text: string): string {
  const [, before, code, after] = /^([^]*?)```\n?([^]*?)```([^]*)$/.exec(text) ?? [];
  if (code === undefined) return linesToHtml(text);
  return `${linesToHtml(before)}<pre>${escapeHtml(unescape(code))}</pre>${toHtml(after)}`;
}

function linesToHtml(text: string): string {
  if (text === '') return '';
  return escapeHtml(unescape(text))
    .split('\n')
    .map((line) =>
      line.startsWith('&gt;') ? `<blockquote>${line.slice(4)}</blockquote>` : `<div>${line}</div>`,
    )
    .join('')
    .replaceAll(/\*([^*\n<]+)\*/g, '<b>$1</b>')
    .replaceAll(/(?<![\w/])_([^_\n<]+)_(?!\w)/g, '<i>$1</i>');
}

/** Slack wants these three characters escaped in what it is sent. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
