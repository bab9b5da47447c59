package io.cmaclip.trainer.report;

/** Beginning of a page, with its looks inside: no network, scripts or other files. */
final class PageHead {
  private static final String HEAD =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width"><title>%1$s</title><style>
      :root { --ink: #18181b; --soft: #52525b; --line: #e4e4e7; --wash: #f4f4f5 }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 1060px;
        margin: 2rem auto; padding: 0 1rem }
      h1 { margin-bottom: 0 } h2 { margin: 2.2rem 0 .4rem; border-bottom: 1px solid var(--line) }
      h3 { margin: 1.4rem 0 .3rem } p { max-width: 48rem; margin: .4rem 0 } .soft { color: var(--soft) }
      .cards { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1.2rem 0 }
      .card { background: var(--wash); border-radius: 8px; padding: .6rem .8rem; flex: 1; font-size: 13px }
      .card b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums }
      table { border-collapse: collapse; margin: .6rem 0; font-size: 14px } th { text-align: left }
      th, td { padding: .2rem .7rem .2rem 0; border-bottom: 1px solid var(--line) }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
      .good { color: #15803d } .bad { color: #b91c1c }
      svg { max-width: 100%%; margin: .5rem 1rem .5rem 0; vertical-align: top }
      svg text { font-size: 11px; fill: var(--soft) } svg .title { font-size: 13px; font-weight: 600;
        fill: var(--ink) } .grid { stroke: var(--line) } .dashed { stroke: #a1a1aa; stroke-dasharray: 4 3 }
      .examples { display: flex; flex-wrap: wrap; gap: .6rem; margin: .5rem 0 }
      .mistake { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .7rem; font-size: 13px }
      .mistake img { height: 84px; margin: .3rem .3rem 0 0; border-radius: 4px }
      .bar { display: inline-block; position: relative; width: 160px; height: 10px;
        background: var(--wash); border-radius: 3px }
      .bar i { position: absolute; top: 3px; height: 4px; background: #93c5fd }
      .bar u { position: absolute; top: 0; width: 3px; height: 10px; background: #2563eb }
      </style></head><body><h1>%1$s</h1>
      """;

  private PageHead() {}

  /** Up to the heading, which is the title; both are HTML. */
  static String of(String title) {
    return HEAD.formatted(title);
  }
}
