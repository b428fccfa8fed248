extension DocumentDrawing {
  /// The style sheet of drawings, for light and dark pages, narrow and wide.
  ///
  /// Colours follow `color-scheme`, which the page sets to `light dark`.
  package static let style = """
    .document { line-height: 1.9; }
    .document dl { margin: 0 0 .6em; display: grid; grid-template-columns: 7.5em 1fr;
      column-gap: 1em; align-items: baseline; }
    .document dt { color: light-dark(#52606d, #9aa7b4); font-size: .82em; overflow-wrap: anywhere; }
    .document dd { margin: 0; min-width: 0; overflow-wrap: anywhere; grid-column: 2; }
    .document .sentence { border-inline-start: 3px solid light-dark(#dfe4ea, #38424d); padding-inline-start: .8em; }
    .document mark { color: inherit; background: light-dark(oklch(.92 .065 var(--h)), oklch(.37 .075 var(--h)));
      border-radius: .3em; padding: .12em .3em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
    .document mark b { font-size: .68em; font-weight: 650; letter-spacing: .02em; margin-inline-start: .45em;
      color: light-dark(oklch(.36 .11 var(--h)), oklch(.88 .09 var(--h))); }
    .document mark.predicate { background: light-dark(#3b4754, #cfd8e0); color: light-dark(#fff, #14191f);
      font-weight: 600; }
    .document mark.predicate b { color: inherit; }
    .document .tags { line-height: 1.25; }
    .document .token { display: inline-flex; flex-direction: column; align-items: center; margin: .1em .1em .35em;
      vertical-align: top; }
    .document .token small { font-size: .66em; color: light-dark(#52606d, #9aa7b4); }
    .document .labels dd { display: flex; gap: .8em; align-items: center; }
    .document .labels .name { min-width: 6em; }
    .document .labels .number { font-variant-numeric: tabular-nums; font-size: .85em; white-space: nowrap; }
    .document .bar { flex: 0 1 12em; height: .6em; border-radius: .3em; background: linear-gradient(to right,
      light-dark(oklch(.6 .12 var(--h)), oklch(.7 .11 var(--h))) var(--w),
      light-dark(#e4e8ed, #323b45) var(--w)); }
    .document .drawing { overflow-x: auto; }
    .document .tree { display: block; line-height: 1; }
    .document .tree text { text-anchor: middle; fill: currentColor; font-size: 13px; }
    .document .tree .label { font-size: 10px; fill: light-dark(#52606d, #9aa7b4); }
    .document .tree path { fill: none; stroke: light-dark(#7b8794, #8896a4); }
    .document .tree .tip { fill: light-dark(#7b8794, #8896a4); stroke: none; }
    .document .alternative { color: light-dark(#52606d, #9aa7b4); }
    .document .attention { overflow-x: auto; margin: 0 0 .8em; }
    .document .attention table { border-collapse: collapse; font-size: .8em; line-height: 1.3; }
    .document .attention caption { text-align: start; color: light-dark(#52606d, #9aa7b4); padding: 0 0 .4em;
      font-weight: 400; white-space: nowrap; }
    .document .attention th { font-weight: 500; padding: .15em .5em; border: 0; white-space: nowrap; }
    .document .attention tbody th { text-align: end; }
    .document .attention thead th { vertical-align: bottom; padding: .3em 0; }
    .document .attention thead span { writing-mode: vertical-rl; }
    .document .attention td { min-width: 2.1em; height: 1.9em; padding: 0 .2em; text-align: center; border: 0;
      font-variant-numeric: tabular-nums;
      background: color-mix(in oklab, light-dark(#0b5fae, #7db8f2) calc(.45 * var(--p, 0%)), transparent); }
    .document .none, .document .more { color: light-dark(#52606d, #9aa7b4); font-style: italic; }
    @media (max-width: 40em) {
      .document dl { grid-template-columns: 1fr; }
      .document dd { grid-column: 1; margin-bottom: .3em; }
    }
    """
}
