/** One sheet for all pages; kept in code, so that it goes wherever the code goes. */
export const STYLES = `
:root { --ink: #1b2b34; --soft: #5a6b75; --line: #d5dde2; --back: #eef2f4; --paper: #fff;
  --bar: #14333b; --accent: #0b6e5f; --accent-dark: #08574b; --danger: #a1260d }
* { box-sizing: border-box }
body { margin: 0; font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: var(--ink); background: var(--back) }
a { color: #0b5f8a; text-decoration: none } a:hover { text-decoration: underline }
h1 { font-size: 20px; line-height: 1.25; margin: 0; overflow-wrap: anywhere } h2 { font-size: 15px; margin: 0 0 10px } h3 { font-size: 13px; color: var(--soft); margin: 18px 0 8px }
:focus-visible { outline: 2px solid #2f9e8c; outline-offset: 1px }
.skip { position: absolute; left: -999px } .skip:focus { left: 8px; top: 8px; z-index: 3; background: #fff; padding: 8px }

button, .button { display: inline-block; font: inherit; font-weight: 500; color: var(--ink); background: #fff; border: 1px solid #b9c6cd;
  border-radius: 4px; padding: 6px 14px; cursor: pointer; white-space: nowrap }
button:hover, a.button:hover { background: #f0f5f6; text-decoration: none }
button.primary, .button.primary { color: #fff; background: var(--accent); border-color: var(--accent) }
button.primary:hover, a.button.primary:hover { background: var(--accent-dark) }
.button.off { color: var(--soft); background: transparent; border-color: transparent; cursor: default }
input, select, textarea { font: inherit; color: inherit; width: 100%; padding: 6px 9px; background: #fff; border: 1px solid #b3c0c7; border-radius: 4px }
textarea { resize: vertical; display: block }
input[readonly] { background: #eef2f4; border-color: var(--line); color: #3d4d56 }
label { font-weight: 500; color: #3d4d56 }

.top { display: flex; align-items: center; gap: 14px; height: 50px; padding: 0 16px; color: #fff; background: var(--bar); position: sticky; top: 0; z-index: 2 }
.brand { display: flex; align-items: center; gap: 9px; font-size: 16px; font-weight: 600; min-width: 0 }
.top .brand { color: #fff } .top .brand span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.mark { width: 20px; height: 20px; flex: none; color: #3ecf9f }
.person { margin-left: auto; display: flex; align-items: center; gap: 12px; white-space: nowrap }
.person button { color: #fff; background: transparent; border-color: #4e6b73; padding: 4px 10px } .person button:hover { background: #23474f }
.frame { display: grid; grid-template-columns: 205px minmax(0, 1fr); align-items: start }
.side { position: sticky; top: 50px; height: calc(100vh - 50px); overflow: auto; padding: 14px 0 30px; background: #fff; border-right: 1px solid var(--line) }
nav h2 { font-size: 12px; color: var(--soft); margin: 12px 16px 2px; font-weight: 600 }
nav ul { list-style: none; margin: 0; padding: 0 } nav li a { display: block; padding: 5px 16px 5px 24px; color: var(--ink) } nav li a:hover { background: #e8f1f0; text-decoration: none }
.menu { display: none }
main#content { padding: 18px 22px 40px; min-width: 0 }
.bar { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin-bottom: 14px }
.buttons { display: flex; gap: 8px }
.crumbs { margin: 0; color: var(--soft) } .sep { color: #93a1a9 }
.panel, .record, .scroll { background: var(--paper); border: 1px solid var(--line); border-radius: 6px }
.panel { padding: 20px }

.filters { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 18px; margin-bottom: 12px }
.filters form { display: flex; gap: 6px } .filters select { width: auto; max-width: 170px } .filters input { width: 200px }
.scroll { overflow-x: auto }
.list { width: 100%; border-collapse: collapse }
.list th { text-align: left; font-weight: 600; white-space: nowrap; padding: 9px 12px; background: #f6f8f9; border-bottom: 1px solid var(--line) } .list th a { color: #3d4d56 }
.list th:nth-child(n), .list td { padding-left: 10px; padding-right: 10px }
.list td { padding-top: 8px; padding-bottom: 8px; border-bottom: 1px solid #e8edf0; max-width: 420px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.list td.short_description { white-space: normal; min-width: 240px; overflow-wrap: anywhere }
.list tr:last-child td { border-bottom: 0 } .list tbody tr:hover { background: #f4f9f8 }
.dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 7px; background: #93a1a9 } .p1 { background: #c62a0e } .p2 { background: #e07b00 } .p3 { background: #e2b100 } .p4 { background: #2f9e8c }
.empty { text-align: center; color: var(--soft); padding: 26px } .pager { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 6px; margin-top: 12px } .pager span:not(.button) { padding: 0 8px; color: var(--soft) }

.record { padding: 18px 20px 24px }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 48px }
.field { display: grid; grid-template-columns: 150px minmax(0, 1fr); gap: 4px 14px; align-items: start; margin-bottom: 10px } .field label { text-align: right; padding-top: 7px }
section.wide { border-top: 1px solid var(--line); margin-top: 18px; padding-top: 16px }
.error { background: #fdeeea; border: 1px solid #e9b4a6; color: var(--danger); border-radius: 4px; padding: 10px 12px; margin: 0 0 14px; white-space: pre-line }
.saved { background: #e6f4f1; border: 1px solid #a9d6cc; color: #08574b; border-radius: 4px; padding: 8px 12px; margin: 0 0 14px }
.attachments { list-style: none; margin: 0; padding: 0 } .attachments li { display: flex; gap: 14px; padding: 4px 0 } .attachments span { color: var(--soft) }
.activity { list-style: none; margin: 0; padding: 0 } .activity li { border-left: 3px solid #e0a800; background: #fafbfc; padding: 9px 14px; margin-bottom: 8px; border-radius: 0 4px 4px 0 } .activity li.comments { border-color: #2f7fb0 } .activity li.changes { border-color: #b3c0c7 }
.activity p { margin: 4px 0 0; white-space: pre-wrap; overflow-wrap: anywhere } .who { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 14px } .who span { color: var(--soft) }

.outside { min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 22px; padding: 24px 16px; background: linear-gradient(#e3ecee, #f5f7f8) } .outside .brand { font-size: 20px } .outside .mark { width: 26px; height: 26px; color: var(--accent) }
.card { width: 100%; max-width: 400px; background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 26px 28px; box-shadow: 0 6px 24px #14333b14 } .card h1 { margin-bottom: 16px } .card label { display: block; margin: 12px 0 4px } .card > button { width: 100%; margin-top: 20px; padding: 9px }
.choices { display: flex; justify-content: flex-end; gap: 10px; margin-top: 20px } .choices button { min-width: 96px; padding: 8px } .aside { color: var(--soft); font-size: 13px; margin: 16px 0 0; overflow-wrap: anywhere }

@media (max-width: 900px) {
  .frame { display: block } .side { display: none } .menu { display: block }
  .menu summary { cursor: pointer; list-style: none; padding: 5px 12px; border: 1px solid #4e6b73; border-radius: 4px }
  .menu nav { position: absolute; left: 0; top: 50px; width: min(290px, 100vw); max-height: calc(100vh - 50px); overflow: auto; background: #fff; padding-bottom: 20px; box-shadow: 0 10px 30px #0003 }
  .columns { grid-template-columns: 1fr } main#content { padding: 14px 12px 40px }
}
@media (max-width: 600px) {
  .person span { display: none } .record { padding: 14px 12px 20px }
  .field { grid-template-columns: 1fr } .field label { text-align: left; padding: 0 }
  .filters form { width: 100% } .filters input { width: auto; flex: 1; min-width: 0 } .filters select { max-width: 120px }
  .list, .list tbody, .list tr, .list td { display: block; width: 100% } .list thead { display: none } .list tr { border-bottom: 1px solid var(--line); padding: 8px 0 }
  .list td { border: 0; padding: 3px 12px; max-width: none; white-space: normal; display: grid; grid-template-columns: 118px minmax(0, 1fr); overflow-wrap: anywhere } .list td::before { content: attr(data-label); color: var(--soft) } .list td .dot { grid-column: 2; display: none }
  .list td.blank { display: none } .list td.short_description { min-width: 0 } .pager { justify-content: center }
}
`
