import { html, nothing } from '/lib/lit-html/lit-html.js';

const VERBS = { ANSWERED: 'answered', DECIDED: 'decided', UNDONE: 'took back' };
const label = ({ task, label: chosen }) => (task ? `${task} ${chosen || 'not applicable'}` : 'bad listing');

/** Earlier answers and decisions, newest first. The newest answer is the proposal itself. */
export function history(events) {
  if (events.length < 2) return nothing;
  return html`<section class="history" aria-label="History" tabindex="0"><h3>History</h3><ol>${[...events].reverse().map(({ at, kind, who, choices }) => html`<li>
    <time>${new Date(at).toLocaleString()}</time> ${who} ${VERBS[kind]}${kind === 'UNDONE' ? '' : `: ${choices.map(label).join(', ')}`}</li>`)}</ol></section>`;
}
