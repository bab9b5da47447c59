import { html, nothing } from '/lib/lit-html/lit-html.js';
import { grid } from './bulk.js';
import { options } from './choices.js';
import { heat, strongest, title } from './explain.js';
import { history } from './history.js';
import { leadPage } from './lead.js';
import { progress } from './progress.js';

const REASONS = {
  LOW_CONFIDENCE: 'The model is not sure',
  MODALITY_MISMATCH: 'Image and title do not belong together',
  NOISY_IMAGE: 'The image says nothing',
  NOISY_TEXT: 'The title says nothing',
  MODALITY_CONFLICT: 'Image and title disagree',
  IMAGE_MISSING: 'There is no image',
  IMAGE_UNREADABLE: 'The image cannot be read',
  TEXT_MISSING: 'There is no title',
  DECLARED_VALUE_CONFLICT: 'The seller declares another value',
  HUMAN_LABEL_STALE: 'The content changed after a decision',
  AUDIT: 'Random sample',
  REQUESTED: 'A label may be wrong',
  UNKNOWN: 'Another reason',
};
const percent = (value) => `${Math.round(value * 100)} %`;

export function login(problem, onToken) {
  const submit = (event) => {
    event.preventDefault();
    onToken(new FormData(event.target).get('token'));
  };
  return html`<main class="login"><h1>Review console</h1>
    <form @submit=${submit}><label>Token <input name="token" type="password" autocomplete="off" required></label>
    <button>Sign in</button></form><p role="alert">${problem}</p></main>`;
}

/** The whole screen. */
export function screen(state, actions) {
  return html`<header><h1>Review</h1>
      <span>${state.progress ? progress(state.progress) : nothing}</span>
      ${state.progress?.reviewer.role === 'LEAD' ? key('l', 'Lead’s page', actions.openLead) : nothing}
      ${filters(state, actions)}</header>
    <p class="message" role="status">${state.message}</p>
    ${content(state, actions)}`;
}

function content(state, actions) {
  if (state.lead) return leadPage(state.lead, actions, { key, reasons: REASONS });
  if (state.bulk) return grid(state.bulk, actions, key);
  if (state.item) return item(state, actions);
  return html`<main><p class="empty">${state.isLoading ? 'Loading…' : whyEmpty(state)}</p></main>`;
}

function whyEmpty({ progress: now, isFiltered }) {
  if (!now?.isReady) return 'Loading…';
  if (!now.queue.partitions) return 'Another console has the whole queue.';
  if (!now.queue.waiting) return 'No item waits.';
  return isFiltered ? 'No free item matches the filters.' : `Open at other reviewers: ${now.queue.waiting}.`;
}

function filters(state, actions) {
  const choose = (name) => (event) => actions.filter(name, event.target.value);
  const tasks = Object.keys(state.labels);
  const labels = [...new Set(Object.values(state.labels).flat())].sort();
  const select = (name, values) => html`<label>${name}
    <select @change=${choose(name)}><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`;
  return html`<form class="filters">${select('task', tasks)}
    <label>reason <select @change=${choose('reason')}><option value="">all</option>
      ${Object.entries(REASONS).map(([code, text]) => html`<option value=${code}>${text}</option>`)}</select></label>
    ${select('label', labels)}</form>`;
}

function item(state, actions) {
  const { listing, answer } = state.item;
  const explanation = state.isExplained ? state.item.explanation : null;
  return html`<main class="item">
    <section class="images" aria-label="Images">${image(state)}
      ${listing.images.length > 1 ? html`<p>Image ${state.image + 1} of ${listing.images.length}</p>` : nothing}</section>
    <section class="facts" aria-label="Listing"><h2>${explanation?.words.length ? title(explanation, markedTask(state)) : listing.title || 'No title'}</h2>
      <p class="description" tabindex="0">${listing.description}</p>
      <ul class="reasons">${answer.reasons.map((reason) => html`<li><strong>${REASONS[reason.code]}</strong>${reason.task ? ` (${reason.task})` : ''}. ${reason.detail}</li>`)}</ul>
      ${history(state.item.history)}
    </section>
    <section class="tasks" aria-label="Attributes">${answer.tasks.map((task, number) => attribute(state, actions, task, number))}</section>
    <nav class="keys" aria-label="Actions">
      ${key('Enter', 'Accept', actions.accept)}${key('s', 'Skip', actions.skip)}
      ${key('n', state.selected === null ? 'None applies' : 'Not applicable', actions.notApplicable)}
      ${key('f', 'Flag', actions.flag)}${key('u', 'Undo', actions.undo)}
      ${key('z', 'Zoom', actions.zoom)}${key('i', 'Next image', actions.nextImage)}
      ${key('e', 'Explain', actions.explain)}${key('b', 'Same proposal', actions.openBulk)}</nav>
    <p class="origin">${listing.id}${listing.category ? `, ${listing.category}` : ''}, ${answer.model}</p>
  </main>`;
}

function image(state) {
  const shown = state.item.images[state.image];
  const frame = state.isZoomed ? 'frame zoomed' : 'frame';
  if (state.isExplained) {
    const { explanation } = state.item;
    return html`<div class=${frame}>${state.item.heat ?? nothing}</div>
      <p class="detail">${explanation ? heat(explanation) : 'Computing…'}</p>`;
  }
  if (shown instanceof Image) return html`<div class=${frame}>${shown}</div>`;
  const url = state.item.listing.images[state.image]?.url;
  return html`<div class="frame none"><p>${shown ? `Image not shown: ${shown.message}. ` : ''}${url ? html`Image at <code>${url}</code>` : shown ? '' : 'No image'}</p></div>`;
}

/** The task whose words are marked: the open one, else that of a reason, else the first. */
function markedTask({ item: { answer }, selected }) {
  const doubtful = answer.reasons.find((reason) => reason.task)?.task;
  return answer.tasks[selected]?.task ?? doubtful ?? answer.tasks[0]?.task;
}

function attribute(state, actions, task, number) {
  const { listing } = state.item;
  const choice = state.choices.of(task.task);
  const isSelected = state.selected === number;
  const { isBlind, opinions } = state.item;
  const chosen = choice ? (choice.label || 'not applicable') : (task.label || (isBlind ? 'choose' : 'no label'));
  const declared = listing.declared[task.task];
  return html`<div class=${isSelected ? 'task selected' : 'task'}>
    <button class="name" aria-expanded=${isSelected} @click=${() => actions.select(number)}><kbd>${number + 1}</kbd>${task.task}:
      <strong class=${choice ? 'changed' : ''}>${chosen}</strong> <span>${choice ? 'by you' : isBlind ? '' : percent(task.confidence)}</span></button>
    <p class="detail">${isBlind ? 'proposal hidden' : html`<meter aria-label="Weight of the image" .value=${task.imageWeight}></meter> image ${percent(task.imageWeight)}, title ${percent(task.textWeight)}`}${
      opinions.map(({ reviewer, labels }) => html`; ${reviewer}: <strong>${labels[task.task] || (task.task in labels ? 'not applicable' : 'bad listing')}</strong>`)}${
      declared ? html`; declared <strong class=${declared === task.label ? '' : 'changed'}>${declared}</strong>` : nothing}${
      state.isExplained && state.item.explanation ? strongest(state.item.explanation, task.task) : nothing}</p>
    ${isSelected ? alternatives(state, actions, task) : nothing}</div>`;
}

function alternatives(state, actions, task) {
  const confidence = new Map(task.alternatives.map((other) => [other.label, other.confidence]));
  return html`<label class="search"><kbd>/</kbd>Search <input type="search" .value=${state.search} @input=${(event) => actions.search(event.target.value)}></label>
    <ol>${options(task, state.labels[task.task] ?? [], state.search).map((label, number) => html`<li>
      <button @click=${() => actions.pick(number)}><kbd>${number + 1}</kbd>${label}
        ${confidence.has(label) ? html`<span>${percent(confidence.get(label))}</span>` : nothing}</button></li>`)}</ol>`;
}

function key(name, text, action) {
  return html`<button @click=${action}><kbd>${name}</kbd>${text}</button>`;
}
