import { html, nothing } from '/lib/lit-html/lit-html.js';

const AGES = ['up to 1 hour', 'up to 1 day', 'up to 1 week', 'older'];
const percent = (value) => `${(100 * value).toFixed(1)} %`;
const share = (part, whole) => (whole ? `${percent(part / whole)} of ${whole}` : '–');

/** The page of a lead. */
export function leadPage({ reviewers, precisions, waiting }, actions, { key, reasons }) {
  return html`<main class="lead">
    <section aria-labelledby="precision"><h2 id="precision">Precision of accepted labels</h2>
      <p>From audited decisions alone (95 % interval). Decisions about doubtful items say nothing about accepted labels and are left out.</p>
      ${table(['Task', 'Model', 'Precision', 'Audited', 'Left out'], precisions.map(({ tally, estimate }) => [tally.task, tally.model,
        estimate ? html`<strong>${percent(estimate.precision)}</strong> (${percent(estimate.low)} to ${percent(estimate.high)})`
          : 'No estimate: no audited decision. Set review.audit-share.', tally.audited, tally.doubtful]))}</section>
    <section aria-labelledby="people"><h2 id="people">Reviewers</h2>
      <p>Agreement: with known answers and second opinions. Accepted: chose the model's label when it was shown, and when it was hidden. Care: comparisons in which the label was hidden or wrong.</p>
      ${table(['Name', 'Items', 'Seconds per item', 'Agreement', 'Accepted, shown', 'Accepted, hidden', 'Care'],
        reviewers.map(({ name, tally, attention }) => [name, tally.items, tally.items ? (tally.millis / tally.items / 1000).toFixed(1) : '–',
          share(tally.agreed, tally.compared), share(tally.shownSame, tally.shown), share(tally.hiddenSame, tally.hidden),
          attention.isCareless ? html`<strong class="alarm">Decides without care: wrong in ${attention.wrong} of ${attention.checks}</strong>`
            : attention.checks ? `Wrong in ${attention.wrong} of ${attention.checks}` : 'Not tested']))}</section>
    <section aria-labelledby="queue"><h2 id="queue">Waiting items by reason and age</h2>
      ${table(['Reason', ...AGES], waiting.map(({ reason, items }) => [reasons[reason] ?? reason, ...items]))}</section>
    <nav class="keys" aria-label="Actions">${key('Esc', 'Back', actions.leaveLead)}</nav></main>`;
}

function table(head, rows) {
  if (!rows.length) return html`<p>None yet.</p>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${head[0]}><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell ?? nothing}</td>`)}</tr>`)}</tbody></table></div>`;
}
