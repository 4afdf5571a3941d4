import { createHash } from 'node:crypto';

/** Colors by name: light, then dark. Every pair of text and ground has a contrast of 4.5:1 or more, edges 3:1. */
export const colors = {
  bg: ['#f7f9fb', '#0d1319'],
  card: ['#ffffff', '#131b23'],
  inset: ['#f1f5f8', '#1a242e'],
  line: ['#d5dee6', '#2b3844'],
  edge: ['#7d8c99', '#6b7d8d'],
  text: ['#14202b', '#e6edf3'],
  soft: ['#4f5d6a', '#a2b1bf'],
  link: ['#0a5cad', '#74b6ff'],
  ok: ['#0f6b3c', '#55cb8f'],
  'ok-bg': ['#e3f5ea', '#102c1d'],
  bad: ['#b4232a', '#ff8a87'],
  'bad-bg': ['#fdeaea', '#3a1618'],
  warn: ['#7d5000', '#eabb55'],
  'warn-bg': ['#fff3d6', '#30260d'],
  skip: ['#586673', '#9aa8b5'],
  add: ['#e0f4e7', '#11301f'],
  del: ['#fde8e8', '#3a1a1c'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

const variables = (theme: 0 | 1): string =>
  Object.entries(colors)
    .map(([name, pair]) => `--${name}:${pair[theme]}`)
    .join(';');

const source = `
:root{color-scheme:light dark;${variables(0)};
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{${variables(1)}}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:60px;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 var(--sans);overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6,p,ol,ul,dl,dd,pre,blockquote{margin:0;padding:0}
ol,ul{list-style:none}
a{color:var(--link);text-underline-offset:2px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,pre,.mono{font-family:var(--mono);font-size:.87em}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.any{overflow-wrap:anywhere;unicode-bidi:isolate}
.pick{user-select:all}
.soft{color:var(--soft)}
.nw{white-space:nowrap}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;z-index:9;background:var(--card);padding:8px 12px}
.sprite{position:absolute}
.wrap{max-width:1188px;margin:0 auto;padding:0 24px}
.i{width:16px;height:16px;flex:none;vertical-align:-3px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.ok{color:var(--ok)}.bad{color:var(--bad)}.warn{color:var(--warn)}.info{color:var(--link)}.skp{color:var(--skip)}
.bar{position:sticky;top:0;z-index:5;background:var(--card);border-bottom:1px solid var(--line)}
.bar .wrap{display:flex;align-items:center;gap:20px;min-height:48px}
.bar nav{margin-left:auto}
.bar ul{display:flex;gap:2px}
.bar nav a{display:block;padding:6px 9px;border-radius:6px;color:var(--soft);text-decoration:none;font-size:13.5px}
.bar nav a:hover{background:var(--inset);color:var(--text)}
.hero{padding:36px 0 4px}
.eyebrow{color:var(--soft);font-size:13.5px}
.verdict{display:flex;align-items:center;gap:16px;margin:10px 0}
.badge{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;flex:none;background:var(--inset)}
.badge .i{width:26px;height:26px;stroke-width:2.4}
.badge.ok{background:var(--ok-bg)}.badge.bad{background:var(--bad-bg)}.badge.warn{background:var(--warn-bg)}
h1{font-size:32px;line-height:1.2;letter-spacing:-.015em;font-weight:680;min-width:0}
h2{font-size:20px;line-height:1.3}
h2+.soft{margin-top:2px;max-width:76ch}
h3{font-size:15px;line-height:1.4}
.lede{font-size:17px;max-width:68ch}
.facts{display:grid;grid-template-columns:repeat(5,auto);justify-content:space-between;margin-top:24px}
.facts div{padding:14px 20px;min-width:0}
.facts dt{font-size:13px;color:var(--soft)}
.facts dd{font-size:16px;font-weight:600}
.facts small{font-weight:400;font-size:13px;color:var(--soft)}
section{margin-top:44px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;margin-top:14px}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th,td{text-align:left;vertical-align:top;padding:13px 16px;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:13px;font-weight:500;color:var(--soft);padding:10px 16px}
tbody th{font-weight:600}
.ch th:first-child{width:28%}
.state th:first-child,.acc th:first-child{width:27%}
.at{display:block;font-weight:400;font-size:12.5px}
.cell{display:flex;gap:8px}
.cell>span{min-width:0}
.cell .i{margin-top:3px}
td small,.sub{display:block;color:var(--soft);font-size:13px}
.todo>li{display:grid;grid-template-columns:16px minmax(0,1fr);gap:4px 12px;padding:16px 18px;border-top:1px solid var(--line)}
.todo>li:first-child{border-top:0}
.todo .i{margin-top:3px}
.todo p{max-width:76ch}
.todo pre,.steps pre{background:var(--inset);padding:8px 12px;border-radius:7px;margin-top:8px}
.form{display:grid;grid-template-columns:max-content minmax(0,1fr);margin:12px 0;border:1px solid var(--line);border-radius:8px;max-width:460px;overflow:hidden}
.form dt,.form dd{padding:7px 12px;border-top:1px solid var(--line)}
.form dt{color:var(--soft);font-size:13.5px;background:var(--inset)}
.form dt:first-of-type,.form dd:first-of-type{border-top:0}
.tag{display:inline-block;font-size:12.5px;line-height:20px;padding:0 8px;border-radius:10px;background:var(--inset);color:var(--soft);white-space:nowrap}
.tag.ok{background:var(--ok-bg);color:var(--ok)}.tag.warn{background:var(--warn-bg);color:var(--warn)}.tag.bad{background:var(--bad-bg);color:var(--bad)}
.two{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:20px;align-items:start}
.two>:only-child{grid-column:1/-1}
.head{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:center;padding:12px 18px;border-bottom:1px solid var(--line)}
.head h3{min-width:0}
.md{padding:6px 18px 18px;font-size:14.5px;overflow-wrap:anywhere}
.md h3{font-size:18px;margin:18px 0 8px;padding-bottom:5px;border-bottom:1px solid var(--line)}
.md h4,.md h5,.md h6{font-size:14.5px;margin:14px 0 4px}
.md ul{list-style:disc;padding-left:22px}
.md ol{list-style:decimal;padding-left:22px}
.md pre{background:var(--inset);padding:10px 12px;border-radius:7px;margin:6px 0 0}
.md p,.md table,.md details{margin:8px 0 0}
.md blockquote{margin-top:8px;padding-left:12px;border-left:3px solid var(--line)}
.md th,.md td{padding:6px 10px;border:1px solid var(--line)}
.md table{table-layout:auto}
summary{cursor:pointer}
.diff{padding:8px 0 10px;font-size:12.5px;line-height:1.6}
.diff>*{display:block;padding:0 14px 0 30px;text-indent:-16px;text-decoration:none}
.diff ins{background:var(--add)}.diff del{background:var(--del)}
.diff b{padding:8px 14px 4px;text-indent:0}
.diff+.diff{border-top:1px solid var(--line)}
.files>li{padding:14px 18px;border-top:1px solid var(--line);display:grid;grid-template-columns:minmax(0,1fr) auto;gap:4px 20px;align-items:center}
.files>li:first-child{border-top:0}
.hash{grid-column:1/-1;font-size:12.5px;color:var(--soft)}
.chips{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:13.5px}
.chips .i{width:14px;height:14px;margin-right:4px;vertical-align:-2px}
.graph{padding:14px 16px 10px}
.graph svg.g{display:block;max-width:100%;height:auto}
.g text{font:11.5px var(--mono);fill:var(--text)}
.g .cap,.g .meta{font:12px var(--sans);fill:var(--soft)}
.g .line{font:600 12px var(--sans);fill:var(--warn)}
.g rect{fill:var(--card);stroke:var(--edge)}
.g .st{stroke:none;fill:var(--ok)}
.g .bad rect{stroke:var(--bad)}.g .bad .st{fill:var(--bad)}
.g .skp rect{stroke-dasharray:4 3}.g .skp text{fill:var(--skip)}
.g path{fill:none;stroke:var(--edge);stroke-width:1.5}
.g .dash{stroke-dasharray:4 4}
.g .stop{stroke:var(--warn);stroke-dasharray:2 4}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px;color:var(--soft);padding-top:6px}
.rail{display:none;padding:12px 18px 6px}
.rail.only{display:block}
.rail li{position:relative;padding:0 0 14px 28px}
.rail li::before{content:"";position:absolute;left:7px;top:22px;bottom:-2px;border-left:2px solid var(--line)}
.rail li:last-child::before{display:none}
.rail .i{position:absolute;left:0;top:3px}
.rail .line{color:var(--warn);font-size:13px;font-weight:600}
.gantt{padding:10px 16px 12px}
.gantt li{display:grid;grid-template-columns:232px minmax(0,1fr) 72px;gap:14px;align-items:center;font-size:13.5px;min-height:28px}
.gantt .num{text-align:right;color:var(--soft)}
.gantt svg{display:block;width:100%;height:14px}
.gantt .bg{fill:var(--inset)}.gantt .b{fill:var(--ok)}.gantt .o{fill:var(--edge)}.gantt .bad{fill:var(--bad)}
.gantt .tick text{font:12px var(--sans);fill:var(--soft)}
.gantt .tick svg{overflow:visible}
.groups{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 20px;margin-top:14px;align-items:start}
.groups .card{margin:0}
.groups .head{justify-content:space-between}
.groups ul{padding:8px 18px 12px}
.groups li{display:grid;grid-template-columns:16px minmax(0,1fr);gap:10px;padding:5px 0;font-size:14.5px}
.groups .i{margin-top:3px}
.acc td,.acc tbody th{font-size:14px}
.h{display:inline-block;max-width:100%;margin-right:12px}
.log summary{padding:11px 18px;display:flex;gap:10px;align-items:center;min-width:0}
.log>details+details>summary{border-top:1px solid var(--line)}
.log summary::before{content:"";border:solid var(--soft);border-width:0 1.7px 1.7px 0;width:7px;height:7px;transform:rotate(-45deg);flex:none}
.log details[open]>summary::before{transform:rotate(45deg)}
.log summary::-webkit-details-marker{display:none}
.log summary>.any{min-width:0}
.log summary .num{margin-left:auto;color:var(--soft);font-size:13.5px}
.log summary:hover{background:var(--inset)}
.log details details{margin-left:22px}
.log details details summary{font-size:14px;padding:8px 18px}
.log pre{background:var(--inset);margin:0 18px 12px 40px;padding:10px 12px;border-radius:7px;font-size:12.5px;line-height:1.6}
.log .md{margin:0 18px 12px 40px;padding:0}
.log .md pre{margin:6px 0 0}
.env{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 24px;padding:16px 18px}
.env dt{color:var(--soft)}
footer{color:var(--soft);font-size:13.5px;padding-top:32px;padding-bottom:40px}
.cause{border-color:var(--bad);margin-top:26px}
.cause>div{padding:18px 20px}
.cause>div+div{border-top:1px solid var(--line)}
.cause h2{font-size:18px}
.said{background:var(--bad-bg);border-radius:7px;padding:10px 12px;margin:10px 0 8px;max-width:820px;white-space:pre-wrap}
.steps{counter-reset:s;margin-top:8px}
.steps li{counter-increment:s;display:grid;grid-template-columns:26px minmax(0,1fr);padding:7px 0}
.steps li::before{content:counter(s);width:22px;height:22px;border-radius:50%;background:var(--inset);display:grid;place-items:center;font-size:12.5px;font-weight:600}
.steps div{padding-left:8px}
@media (max-width:1039px){.graph,.bar nav{display:none}.rail{display:block}.bar .wrap{justify-content:space-between;flex-wrap:wrap;gap:4px 20px}.two{grid-template-columns:minmax(0,1fr);gap:0}.facts{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media (min-width:1040px){.bar .v{display:none}}
@media (max-width:759px){body{font-size:15.5px}.wrap{padding:0 16px}.hero{padding-top:24px}h1{font-size:25px}
.badge{width:40px;height:40px}.badge .i{width:22px;height:22px}.verdict{gap:12px}.lede{font-size:16px}
.facts{grid-template-columns:repeat(2,minmax(0,1fr))}.facts div{padding:10px 14px}.facts div:last-child:nth-child(odd){grid-column:1/-1}
section{margin-top:36px}.groups{grid-template-columns:minmax(0,1fr)}
.st thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.st,.st tbody,.st tr{display:block}
.st tr{padding:12px 16px;border-top:1px solid var(--line)}.st tr:first-child{border-top:0}
.st.st th,.st.st td{display:block;border:0;padding:3px 0;width:auto}
.st.st td[data-l]{display:grid;grid-template-columns:100px minmax(0,1fr);gap:10px}
.st td[data-l]::before{content:attr(data-l);color:var(--soft);font-size:13.5px}
.files>li{grid-template-columns:minmax(0,1fr)}
.gantt li{grid-template-columns:minmax(0,1fr) auto;gap:0 10px;padding:5px 0}
.gantt li svg{grid-column:1/-1;grid-row:2;height:10px}.gantt li.tick{display:none}
.log pre,.log .md{margin-left:18px}.log details details{margin-left:10px}
.env{grid-template-columns:minmax(0,1fr);gap:0}.env dd{margin-bottom:10px}}
@media (max-width:479px){.form{grid-template-columns:minmax(0,1fr)}.form dt{background:none;padding:8px 12px 0}.form dd{border:0;padding:0 12px 8px}.log summary{padding:11px 12px;gap:8px}}
@media (max-width:339px){.facts{grid-template-columns:1fr}}
@media print{.bar{position:static}body{background:#fff}}
`;

/** The style sheet of the page. */
export const style: string = source.replaceAll('\n', '');

/** Lets the page load nothing and run nothing; only this style sheet applies (Content Security Policy Level 3). */
export const policy: string = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
