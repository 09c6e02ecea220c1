import { Markup } from './html.ts'

/** The page's own style: the browser's light or dark, nothing to load. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; --edge: light-dark(#d8dee4, #373e47); --soft: light-dark(#f6f8fa, #1c2128); }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; font: 16px/1.55 system-ui, sans-serif;
  background: light-dark(#fff, #12161b); color: light-dark(#1f2328, #d7dde4) }
h1 { margin: 0; font-size: 1.8rem } h1 small, h3 small { font-weight: 400; opacity: .75 }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem } h3 { margin: 1rem 0 .3rem; font-size: .95rem }
a { color: light-dark(#0a58ca, #78b0ff) } nav a { display: inline-block; margin-right: .8rem }
details { border: 1px solid var(--edge); border-radius: 8px; margin: .4rem 0; padding: 0 .9rem }
details[open] { padding-bottom: .9rem }
summary { cursor: pointer; padding: .55rem 0; overflow-wrap: anywhere }
summary span { opacity: .85; margin-left: .5rem }
summary b { display: inline-block; min-width: 4.2rem; font: 600 .82rem ui-monospace, monospace }
.get { color: light-dark(#0b6b3a, #57c98b) } .post { color: light-dark(#0a58ca, #78b0ff) }
.put, .patch { color: light-dark(#8a5300, #e0a84e) } .delete { color: light-dark(#b3261e, #ff8a80) }
code, pre { font: .87rem/1.5 ui-monospace, monospace }
pre { background: var(--soft); border: 1px solid var(--edge); border-radius: 6px; padding: .7rem .9rem; overflow-x: auto; margin: 0 }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--edge); vertical-align: top }
:focus-visible { outline: 2px solid light-dark(#0a58ca, #78b0ff); outline-offset: 2px }
`)
