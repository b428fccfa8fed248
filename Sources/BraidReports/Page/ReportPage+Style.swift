extension ReportPage {
  /// The style sheet: light and dark, narrow and wide.
  static let style = """
    :root { color-scheme: light dark; --page: light-dark(#fcfcfb, #14181d); --panel: light-dark(#fff, #1b2027);
      --ink: light-dark(#1d242c, #e2e7ec); --muted: light-dark(#52606d, #9aa7b4); --line: light-dark(#dfe4ea, #323b45);
      --accent: light-dark(#0b5fae, #7db8f2); --train: light-dark(#8a6d1c, #d5b65c); --dev: light-dark(#0b5fae, #7db8f2);
      --warn: light-dark(#a3320b, #f2a07d); --good: light-dark(#1c6b3a, #7fd6a0); --cell: light-dark(#f3f5f7, #20262d); }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, "Noto Sans",
      "Noto Sans CJK SC", "Noto Sans Arabic", sans-serif; display: grid;
      grid-template-columns: 12.5rem minmax(0, 66rem); grid-template-areas: "head head" "nav main"; column-gap: 3rem;
      justify-content: center; padding: 0 2rem; }
    header { grid-area: head; padding: 2.6rem 0 1.8rem; border-bottom: 1px solid var(--line); }
    nav { grid-area: nav; } main { grid-area: main; }
    .kind { margin: 0; color: var(--accent); font-weight: 600; font-size: .9rem; letter-spacing: .03em; }
    h1 { margin: .1rem 0 .2rem; font-size: 2.3rem; line-height: 1.15; letter-spacing: -.015em; text-align: start; }
    h2 { margin: 0 0 .9rem; font-size: 1.5rem; letter-spacing: -.01em; }
    h3 { margin: 2.2rem 0 .5rem; font-size: 1.12rem; } h4 { margin: 1.5rem 0 .4rem; font-size: 1rem; }
    p { margin: 0 0 .9rem; max-width: 46rem; } .facts, .note { color: var(--muted); } .note { font-size: .9rem; }
    a { color: var(--accent); }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    .skip { position: absolute; inset-inline-start: -99rem; }
    .skip:focus { inset-inline-start: 1rem; top: .6rem; background: var(--panel); padding: .3rem .7rem; z-index: 3; }
    nav ul { position: sticky; top: 0; list-style: none; margin: 0; padding: 1.9rem 0; }
    nav a { display: block; padding: .28rem 0 .28rem .9rem; text-decoration: none; color: var(--muted);
      border-inline-start: 2px solid var(--line); }
    nav a:hover { color: var(--ink); }
    nav a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; }
    section { padding: 1.9rem 0 1.4rem; } section + section { border-top: 1px solid var(--line); }
    .headlines { list-style: none; margin: 1.3rem 0 0; padding: 0; display: grid; gap: 1px;
      grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); background: var(--line);
      border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; }
    .headlines li { background: var(--panel); padding: .75rem 1.1rem .8rem; display: grid; }
    .headlines .task { font-weight: 600; overflow-wrap: anywhere; }
    .headlines strong { font-size: 2rem; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
    .headlines .metric { color: var(--muted); font-size: .85rem; }
    .scroll { overflow-x: auto; margin: 0 0 1.2rem; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    caption { text-align: start; font-weight: 600; padding: .2rem 0 .45rem; white-space: nowrap; }
    th, td { padding: .32rem .8rem; text-align: end; vertical-align: baseline; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    thead th { color: var(--muted); font-weight: 500; border-bottom-width: 2px; }
    th:first-child { text-align: start; padding-inline-start: 0; } tbody th { font-weight: 500; }
    td.text { text-align: start; white-space: normal; min-width: 14rem; overflow-wrap: anywhere; }
    .stages th:nth-child(-n+3), .stages td:nth-child(-n+3), .ledger th:nth-child(-n+3), .ledger td:nth-child(-n+3),
    .scores th:nth-child(-n+2), .scores td:nth-child(-n+2), .scores th:last-child,
    .verdicts th:nth-child(-n+2), .verdicts td:nth-child(-n+2) { text-align: start; }
    tr:target { background: light-dark(#fff6d6, #3a3216); }
    .side { display: flex; flex-wrap: wrap; column-gap: 2rem; align-items: start; }
    .side > .scroll { max-width: 100%; } .side th, .side td { padding: .28rem .6rem; }
    .side th:first-child { padding-inline-start: 0; }
    .share { display: inline-block; width: 9rem; text-align: end; padding: 0 .4rem; border-radius: .2rem;
      background: linear-gradient(to right, light-dark(oklch(.87 .08 var(--h)), oklch(.42 .08 var(--h))) var(--w),
      transparent var(--w)); }
    ul.warning, p.warning { border-inline-start: 3px solid var(--warn); padding: .1rem 0 .1rem .9rem; list-style: none;
      margin: 0 0 1rem; max-width: 60rem; overflow-wrap: anywhere; }
    svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
    .graph { display: block; margin: .2rem 0 .6rem; max-width: none; }
    .graph .edge { fill: none; stroke: light-dark(#b4bfca, #4a5662); stroke-width: 1.4; }
    .graph .edge.lit { stroke: var(--accent); stroke-width: 2.4; }
    .graph .node { fill: var(--panel); stroke: light-dark(#98a5b2, #5d6b79); stroke-width: 1.2; }
    .graph .train { fill: light-dark(#e3effb, #17324c); stroke: var(--accent); }
    .graph .evaluate, .graph .annotate, .graph .write, .graph .report { fill: light-dark(#eaf4ec, #19301f); }
    .graph .name { font-weight: 600; } .graph .verb { fill: var(--muted); font-size: 12px; }
    .graph a:hover .node, .graph a:focus .node { stroke: var(--accent); stroke-width: 2.2; }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem 2rem;
      max-width: 62rem; }
    .chart { width: 100%; height: auto; overflow: visible; }
    .chart .title { font-weight: 600; } .chart .tick, .chart .legend { font-size: 12px; fill: var(--muted); }
    .grid { stroke: var(--line); } .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .line.train { stroke: var(--train); stroke-dasharray: 5 3; } .dot.train { fill: var(--train); }
    .line.dev { stroke: var(--dev); } .dot.dev { fill: var(--dev); }
    line.mark { stroke-width: 1.5; stroke-dasharray: 2 3; } text.mark { font-size: 12px; }
    line.best { stroke: var(--good); } text.best { fill: var(--good); }
    line.gap { stroke: var(--warn); } text.gap { fill: var(--warn); }
    .interval { width: 9.5rem; height: 1rem; vertical-align: -.15em; } .interval circle { fill: var(--dev); }
    .interval rect { fill: light-dark(#a9cdf0, #2d5a84); }
    .confusion th { font-weight: 500; border: 0; } .confusion tbody th { text-align: end; padding: .1rem .6rem; }
    .confusion thead th { vertical-align: bottom; padding: .3rem 0; text-align: center; }
    .confusion thead span { writing-mode: vertical-rl; display: inline-block; }
    .confusion td { min-width: 2.1rem; padding: .3rem .15rem; text-align: center; border: 1px solid var(--page); }
    .confusion .right { background: color-mix(in oklab, var(--good) calc(.45 * var(--p, 0%)), var(--cell)); }
    .confusion .wrong { background: color-mix(in oklab, var(--warn) calc(.45 * var(--p, 0%)), var(--cell)); }
    .heat td { padding: .3rem .6rem; } .heat small { color: var(--muted); }
    .errors { padding-inline-start: 1.4rem; max-width: 52rem; } .errors li { margin: 0 0 1.1rem; }
    .errors p { margin: 0; overflow-wrap: anywhere; } .errors .facts { font-size: .85rem; }
    .errors dl { margin: .15rem 0 0; display: grid; grid-template-columns: 3.6rem 1fr; column-gap: .8rem; }
    .errors dt { color: var(--muted); font-size: .85rem; }
    .errors dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; min-width: 0; }
    strong.helps { color: var(--good); } strong.hurts { color: var(--warn); }
    summary { cursor: pointer; color: var(--accent); margin: .3rem 0 .8rem; width: fit-content; }
    pre { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; font-size: .85rem;
      line-height: 1.5; } code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }
    article { border: 1px solid var(--line); border-radius: .6rem; background: var(--panel); padding: .3rem 1.2rem .5rem;
      margin: 0 0 1.2rem; } article h4 { margin: .7rem 0 .7rem; overflow-wrap: anywhere; }
    @media (max-width: 64rem) {
      body { grid-template-columns: minmax(0, 1fr); grid-template-areas: "head" "nav" "main"; padding: 0 1.1rem; }
      header { padding: 1.5rem 0 1.2rem; } h1 { font-size: 1.8rem; }
      nav { position: sticky; top: 0; background: var(--page); z-index: 2; border-bottom: 1px solid var(--line);
        margin: 0 -1.1rem; }
      nav ul { position: static; display: flex; overflow-x: auto; padding: 0 1.1rem; gap: 1.2rem; }
      nav a { border: 0; padding: .6rem 0; white-space: nowrap; border-bottom: 2px solid transparent; }
      section { padding: 1.4rem 0 1rem; } article { padding: .2rem .8rem .4rem; }
    }
    @media print { nav, .skip { display: none; } body { display: block; } article, .charts { break-inside: avoid; } }
    """
}
