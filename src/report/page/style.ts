/** The report's look: light or dark as the reader's system has it, one column on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --back: #fff; --soft: #5a5a63; --line: #d8d8de; --card: #f6f6f8;
  --good: #0b6b4a; --bad: #a8231a; --open: #6a5300; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ec; --back: #16161a; --soft: #a9a9b4; --line: #3a3a42;
  --card: #202026; --good: #5fd3a5; --bad: #ff8e83; --open: #e4c95c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
p, li, dd { overflow-wrap: anywhere; } .question { font-size: 1.1rem; max-width: 46rem; } .soft { color: var(--soft); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; margin: .8rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .35rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
tbody th:first-child { position: sticky; left: 0; background: var(--back); max-width: 45vw; overflow: hidden;
  text-overflow: ellipsis; }
th.list, td.list { text-align: left; white-space: normal; min-width: 16rem; } ul { padding-left: 1.2rem; } thead th { background: var(--card); }
tr.reference { color: var(--soft); } tbody tr:last-child > * { border-bottom: 0; } tbody th { font-weight: 500; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
figure { margin: 0; } figure svg { width: 100%; height: auto; display: block; }
figcaption { font-size: .85rem; color: var(--soft); }
.verdict { border-left: .3rem solid var(--open); background: var(--card); padding: .6rem .9rem; margin: .6rem 0; }
.verdict p { margin: .35rem 0; } .verdict.supported { border-color: var(--good); } .verdict.contradicted { border-color: var(--bad); }
.verdict strong { text-transform: uppercase; letter-spacing: .04em; color: var(--open); }
.verdict.supported strong { color: var(--good); } .verdict.contradicted strong { color: var(--bad); }
.sheet td { padding: .2rem; border: 0; min-width: 5.5rem; max-width: 9rem; } .sheet thead th { text-align: center; }
.sheet tbody th { text-align: left; border: 0; padding-top: .8rem; max-width: none; } .strips figure { margin: .8rem 0; }
img { width: 100%; height: auto; border-radius: .2rem; } .strips img { width: auto; max-width: 100%; max-height: 15rem; display: block; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; } pre { background: var(--card); padding: .7rem; overflow-x: auto; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; } dt { color: var(--soft); }
dd { margin: 0; }
`;
