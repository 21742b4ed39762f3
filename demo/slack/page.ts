import type { SharedFile } from './files';
import type { SlackButton, SlackMessage } from './messages';
import { escapeHtml, toHtml } from './mrkdwn';

const STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { font: 15px/1.47 Lato, "Noto Sans CJK SC", "PingFang SC", system-ui, sans-serif; color: #1d1c1d;
    display: grid; grid-template-columns: 230px 1fr; height: 100vh }
  aside { background: #3f0e40; color: #d1c5d2; padding: 16px 0 }
  aside h1 { color: #fff; font-size: 18px; padding: 0 16px 14px; border-bottom: 1px solid #5a2b5b }
  aside p { padding: 16px 16px 6px; font-size: 13px }
  aside a { display: block; padding: 3px 16px; border-radius: 6px; margin: 0 8px }
  aside a.on { background: #1164a3; color: #fff }
  main { display: flex; flex-direction: column; min-height: 0 }
  header { padding: 14px 20px; border-bottom: 1px solid #e3e3e3; display: flex; align-items: baseline; gap: 12px }
  header h2 { font-size: 18px } header span { color: #616061; font-size: 13px }
  ol { list-style: none; padding: 12px 20px; overflow: auto; flex: 1 }
  li { display: grid; grid-template-columns: 40px 1fr; gap: 10px; padding: 9px 0 }
  .face { width: 40px; height: 40px; border-radius: 6px; background: #e8364f; color: #fff; display: grid;
    place-items: center; font-weight: 700 }
  .by { font-weight: 700 } .app { background: #e8e8e8; color: #616061; font-size: 10px; padding: 1px 4px;
    border-radius: 3px; margin: 0 6px } time { color: #616061; font-size: 12px }
  li.reply { margin-left: 50px } img, audio { display: block; margin-top: 4px; max-width: 400px }
  pre { font: 13px/1.4 Menlo, Consolas, "Noto Sans Mono", monospace; background: #f8f8f8; border: 1px solid #ddd;
    border-radius: 4px; padding: 8px; margin-top: 4px; width: fit-content }
  blockquote { border-left: 4px solid #ddd; padding-left: 10px; margin-top: 2px; color: #444 }
  .button { display: inline-block; margin: 6px 6px 0 0; padding: 3px 12px; border: 1px solid #bbb;
    border-radius: 4px; color: #1d1c1d; font-weight: 700; text-decoration: none }
  .empty { color: #616061; padding: 48px 0; text-align: center }`;

const REFRESH = `
  setInterval(async () => {
    const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    const [now, next] = [document.querySelector('main'), page.querySelector('main')];
    if (now.innerHTML !== next.innerHTML) {
      now.innerHTML = next.innerHTML;
      now.querySelector('ol').scrollTo({ top: 1e9 });
    }
  }, 1500);`;

/** What stands in the channel, in the likeness of the real thing: replies below what they answer. */
export function renderPage(
  messages: readonly SlackMessage[],
  files: readonly SharedFile[],
): string {
  const posts = [...messages.map(postOf), ...files.map(filePostOf)];
  const roots = posts.filter(({ threadTs }) => threadTs === undefined).sort(byTime);
  const thread = ({ ts }: Post) =>
    posts.filter(({ threadTs }) => threadTs !== undefined && threadTs === ts).sort(byTime);
  const rows = roots.flatMap((root) => [root, ...thread(root)]).map(renderPost);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>#sales – Slack stand-in</title>
<style>${STYLE}</style>
<aside><h1>Demo Insurance</h1><p>Channels</p><a># general</a><a class="on"># sales</a></aside>
<main><header><h2># sales</h2><span>a local stand-in for Slack: nothing leaves this machine</span></header>
<ol>${rows.join('') || EMPTY}</ol></main><script>${REFRESH}</script></html>`;
}

const EMPTY = '<li class="empty" style="display:block">No alert yet. They come by themselves.</li>';

interface Post extends Pick<SlackMessage, 'receivedAt' | 'threadTs'> {
  ts?: string;
  html: string;
}

function postOf({ text, buttons, ...message }: SlackMessage): Post {
  return { ...message, html: toHtml(text) + buttons.map(renderButton).join('') };
}

function filePostOf({ id, title, type, comment, receivedAt, threadTs }: SharedFile): Post {
  const html = `${toHtml(comment)}<div>${toHtml(title)}${playerOf(type, `/files/${id}`)}</div>`;
  return { receivedAt, threadTs, html };
}

function playerOf(type: string, url: string): string {
  if (type.startsWith('image/')) return `<img src="${url}" alt="">`;
  if (type.startsWith('audio/')) return `<audio controls preload="none" src="${url}"></audio>`;
  return '';
}

function byTime(one: Post, other: Post): number {
  return one.receivedAt.localeCompare(other.receivedAt);
}

function renderPost({ html, receivedAt, threadTs }: Post): string {
  const time = new Date(receivedAt).toTimeString().slice(0, 8);
  return `<li${threadTs ? ' class="reply"' : ''}><div class="face">小A</div><div><span class="by">XiaoA alerts</span><span class="app">APP</span><time>${time}</time>${html}</div></li>`;
}

function renderButton({ label, url }: SlackButton): string {
  return `<a class="button" target="_blank" href="${escapeHtml(new URL(url).href)}">${escapeHtml(label)}</a>`;
}
