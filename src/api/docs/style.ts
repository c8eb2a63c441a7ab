/** How the pages look: light or dark as the reader's system is, a list of resources beside the text where there is room. */
export const style = `
:root { color-scheme: light dark; --text: #1d2129; --soft: #5a6270; --line: #d9dde3; --back: #ffffff; --shade: #f4f6f8; --link: #0b57b7;
  --get: #0a6b3d; --post: #8a4b00; --put: #6b3fa0; --delete: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e7eb; --soft: #9aa3af; --line: #343a43; --back: #15181d; --shade: #1e2228; --link: #7db4ff;
    --get: #5fd39a; --post: #f0b567; --put: #c3a2f2; --delete: #ff8a80; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); color: var(--text); background: var(--back);
  font: 16px/1.55 -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
small { color: var(--soft); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 2rem 1.25rem; border-right: 1px solid var(--line);
  background: var(--shade); font-size: 0.9rem; }
nav .home { display: block; margin-bottom: 0.75rem; color: var(--text); font-size: 1.15rem; font-weight: 650; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav ul ul { margin: 0 0 0.5rem; padding-left: 0.75rem; font-size: 0.85rem; }
nav li a { display: block; padding: 0.12rem 0; overflow-wrap: break-word; }
nav > ul > li > a { color: var(--text); font-weight: 550; }
main { max-width: 62rem; padding: 1.5rem 2.5rem 5rem; }
main.alone { grid-column: 1 / -1; width: 100%; margin: 0 auto; max-width: 46rem; }
h1 { margin: 0.25rem 0 1rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.3; }
h3 { margin: 0 0 0.5rem; font-size: 1rem; overflow-wrap: anywhere; }
main.alone pre { white-space: pre-wrap; overflow-wrap: anywhere; }
main.alone h2 { font-size: 1.15rem; }
main.alone section { margin-top: 2.25rem; }
.resource { margin-top: 3rem; padding-top: 1.5rem; border-top: 2px solid var(--line); }
article { margin: 2rem 0 2.5rem; }
.schema { margin-top: 2.5rem; }
.method { display: inline-block; min-width: 3.5em; font-size: 0.8rem; font-weight: 700; letter-spacing: 0.03em; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .delete { color: var(--delete); }
table { width: 100%; margin: 0.75rem 0; border-collapse: collapse; font-size: 0.9rem; table-layout: fixed; }
th { color: var(--soft); font-weight: 550; text-align: left; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th:nth-child(1) { width: 30%; } th:nth-child(2) { width: 24%; }
.codes th:nth-child(1), .codes th:nth-child(2) { width: 5rem; }
.codes.of-messages th:nth-child(2) { width: auto; }
pre { margin: 0.75rem 0; padding: 0.8rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--shade); }
.answers { color: var(--soft); font-size: 0.9rem; }
.words { overflow-wrap: anywhere; }
:target > h2, :target > h3, h3:target { text-decoration: underline; text-decoration-color: var(--link); text-underline-offset: 0.3em; }
@media (max-width: 52rem) {
  body { display: block; }
  nav { position: static; height: auto; padding: 1rem; border-right: 0; border-bottom: 1px solid var(--line); }
  nav ul ul { display: none; }
  nav > ul { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; }
  main { padding: 1rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  td { padding: 0.1rem 0; border: 0; }
  td:empty { display: none; }
  .codes tr { display: grid; grid-template-columns: 4rem 1fr; }
  .codes td:nth-child(n + 3) { grid-column: 1 / -1; }
}
`
