package io.cmaclip.streams.operations.status;

/** The looks of the page, light and dark, for screens from 400 pixels. */
final class StatusStyle {
  static final Html SHEET =
      new Html(
          """
          :root { color-scheme: light dark; --page: #fafafa; --card: #fff; --ink: #18181b; --soft: #5b5b66;
            --line: #e4e4e7; --ok: #15803d; --waits: #a16207; --bad: #b91c1c; --first: #2563eb; --second: #c2570c;
            --wide: #93b4f5 }
          @media (prefers-color-scheme: dark) { :root { --page: #131316; --card: #1c1c21; --ink: #ececef;
            --soft: #a5a5b0; --line: #33333b; --ok: #4ade80; --waits: #facc15; --bad: #f87171; --first: #6aa2ff;
            --second: #fb923c; --wide: #3b5488 } }
          * { box-sizing: border-box }
          body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page);
            max-width: 1200px; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
          header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .8rem; padding: .6rem 1rem;
            background: var(--card); border: 1px solid var(--line); border-left: 8px solid var(--state);
            border-radius: 8px }
          .ok { --state: var(--ok) } .waits { --state: var(--waits) } .bad { --state: var(--bad) }
          h1 { font-size: 1.7rem; margin: 0; color: var(--state) } header p { margin: 0 }
          h2 { font-size: 1rem; margin: 1.4rem 0 .5rem }
          ul.checks { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .7rem 0; padding: 0 }
          li.bad, .note.bad { color: var(--bad) }
          dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .7rem 0 } dd { margin: 0 }
          dt, .soft, .times, .axis { color: var(--soft) } dt, figcaption, .times, .axis { font-size: 13px }
          .note { margin: .3rem 0 }
          .charts { display: grid; grid-template-columns: repeat(6, 1fr); gap: .8rem }
          figure { grid-column: span 2; margin: 0; padding: .6rem .8rem; background: var(--card);
            border: 1px solid var(--line); border-radius: 8px; min-width: 0;
            display: flex; flex-direction: column; justify-content: space-between }
          figure:nth-child(-n+2) { grid-column: span 3 }
          figcaption > b { font-size: 14px; margin-right: .6rem } .key { white-space: nowrap; margin-right: .5rem }
          .key::before { content: ""; display: inline-block; width: 14px; height: 4px; border-radius: 2px;
            margin-right: 4px; vertical-align: middle; background: var(--stroke) }
          .plot { display: grid; grid-template-columns: auto 1fr; gap: 2px 6px; margin-top: .5rem }
          .axis { display: flex; flex-direction: column; justify-content: space-between; text-align: right;
            line-height: 1; min-width: 3.2em; margin: -5px 0 }
          svg { width: 100%; height: 120px; overflow: visible; display: block }
          .times { grid-column: 2; display: flex; justify-content: space-between; position: relative }
          .times :nth-child(2), .times :nth-child(3) { position: absolute; left: 33.3%; transform: translateX(-50%) }
          .times :nth-child(3) { left: 66.7% }
          path { fill: none; stroke: var(--stroke); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
            vector-effect: non-scaling-stroke }
          path.grid { stroke: var(--line); stroke-width: 1 } path.wide { stroke-width: 6 }
          .wide { --stroke: var(--wide) } .first { --stroke: var(--first) } .second { --stroke: var(--second) }
          figure .bad { --stroke: var(--bad) }
          .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 0 2rem;
            align-items: start }
          table { border-collapse: collapse; width: 100%; font-size: 14px; overflow-wrap: normal }
          th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right;
            font-variant-numeric: tabular-nums }
          th { font-weight: 600; color: var(--soft); font-size: 13px; vertical-align: bottom }
          th:first-child, td:first-child { text-align: left; padding-left: 0 } td:first-child { overflow-wrap: anywhere }
          .alarm { color: var(--bad) } .alarm::before { content: "▲ " }
          nav { margin: 1.4rem 0 0; border-top: 1px solid var(--line); padding-top: .6rem } a { color: var(--first); margin-right: 1rem }
          @media (max-width: 760px) {
            figure, figure:nth-child(-n+2) { grid-column: 1 / -1 }
            .tasks tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0 }
            .tasks tr:first-child { display: none }
            .tasks td { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .1rem 0 }
            .tasks td:first-child { font-weight: 600 }
            .tasks td:first-child::before { content: none }
            .tasks td::before { content: attr(data-column); color: var(--soft); text-align: left }
          }
          """);

  private StatusStyle() {}
}
