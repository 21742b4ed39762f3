export function escape(value: string | number | null | undefined): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return String(value ?? '').replace(/[&<>"]/g, (character) => entities[character]);
}

/** A whole page; `head` goes into its head. */
export function pageOf(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>`;
}

const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f4f5f8, #16181d); --card: light-dark(#fff, #1f2229);
  --ink: light-dark(#1d2330, #e6e8ee); --soft: light-dark(#6a7285, #98a0b3); --line: light-dark(#e5e8ef, #2e323c); --accent: #ff6d5a; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap;
  padding: 20px 28px 4px; border-top: 4px solid var(--accent); }
h1 { margin: 0; font-size: 20px; } h2 { margin: 0 0 10px; font-size: 15px; }
small, header p, .none { color: var(--soft); font-weight: normal; }
main { padding: 12px 28px 40px; display: grid; gap: 16px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
.account { display: flex; flex-wrap: wrap; gap: 10px 36px; }
.account span { display: block; color: var(--soft); font-size: 12px; } .account code { font-size: 15px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; color: var(--soft); font-size: 12px; font-weight: 500; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
code { font: 12.5px ui-monospace, Menlo, Consolas, monospace; }
b { font-weight: 500; border-radius: 99px; padding: 1px 9px; font-size: 12.5px; }
.good { background: #1fa97122; color: light-dark(#127a50, #4cd7a0); } .plain { background: #8a93a822; color: var(--soft); }
.warn { background: #d9940022; color: light-dark(#96660a, #f0b94b); } .bad { background: #e0405022; color: light-dark(#b32636, #ff7f8b); }
.bar { display: inline-block; width: 120px; height: 7px; border-radius: 9px; background: var(--line); overflow: hidden; vertical-align: middle; margin-right: 8px; }
.bar i { display: block; height: 100%; } .going { background: #3f7fd6; } .done { background: #1fa971; }
form p { margin: 6px 0; } label { display: block; padding: 3px 0; } label code { display: inline-block; min-width: 200px; }
input[type=number] { width: 110px; } button { font: inherit; padding: 5px 16px; } a { color: inherit; }
`;
