import { html } from '/lib/lit-html/lit-html.js';
import { Choices } from './choices.js';

const MOST = 20;
const AT_ONCE = 4;

/** Items with the same proposal of one task; all are chosen until the reviewer deselects some. */
export class Bulk {
  #api;
  #startedAt = performance.now();
  #out = new Set();

  constructor(api, task, label) {
    this.#api = api;
    Object.assign(this, { task, label, items: [] });
  }

  /** Leases up to 20 items, the given one first. */
  async load(current, filter) {
    const found = await this.#api.items(MOST - 1, { ...filter, label: this.label });
    const same = (item) => item.answer.tasks.some(({ task, label }) => task === this.task && label === this.label);
    this.items = [current, ...found.filter(same)];
    const others = found.filter((item) => !same(item));
    if (others.length) await this.#api.release(leases(others));
    await Promise.all(this.items.map(async (item) => {
      const first = item.listing.images.findIndex((image) => image.isStored);
      if (first >= 0 && !item.thumbnail) item.thumbnail = await this.#api.image(item.id, first).catch(() => null);
    }));
  }

  toggle(item) {
    if (!this.#out.delete(item.id)) this.#out.add(item.id);
  }

  isChosen(item) {
    return !this.#out.has(item.id);
  }

  leases() {
    return leases(this.items);
  }

  drop(lost) {
    this.items = this.items.filter(({ id }) => !lost.includes(id));
  }

  /** Accepts each chosen item as shown. @returns {Promise<{accepted: number, problems: Error[]}>} */
  async accept() {
    const chosen = this.items.filter((item) => this.isChosen(item));
    const millisOnScreen = Math.round((performance.now() - this.#startedAt) / Math.max(1, this.items.length));
    const problems = [];
    const queue = [...chosen];
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        const choices = new Choices(item).all();
        await this.#api.decide({ id: item.id, leaseId: item.leaseId, version: item.version, millisOnScreen, choices }, () => {})
          .catch((problem) => problems.push(problem));
      }
    }));
    return { accepted: chosen.length - problems.length, problems };
  }

  /** The items that were deselected. */
  rest() {
    return this.items.filter((item) => !this.isChosen(item));
  }

  close() {
    for (const { thumbnail } of this.items) if (thumbnail) URL.revokeObjectURL(thumbnail);
    for (const item of this.items) delete item.thumbnail;
  }
}

const leases = (items) => items.map(({ id, leaseId }) => ({ id, leaseId }));

/** The grid. */
export function grid(bulk, actions, key) {
  const chosen = bulk.items.filter((item) => bulk.isChosen(item)).length;
  return html`<main class="bulk">
    <h2>${bulk.task}: ${bulk.label}</h2>
    <p>Deselect the wrong ones with arrow keys and space. They come one by one afterwards.</p>
    <div class="grid" role="group" aria-label="Listings with this proposal">${bulk.items.map((item) => card(bulk, actions, item))}</div>
    <nav class="keys" aria-label="Actions">${key('Enter', `Accept ${chosen} of ${bulk.items.length}`, actions.acceptBulk)}
      ${key('Esc', 'Back', actions.leaveBulk)}</nav>
  </main>`;
}

function card(bulk, actions, item) {
  const isChosen = bulk.isChosen(item);
  const others = item.answer.tasks.filter(({ task }) => task !== bulk.task);
  return html`<button class="card" aria-pressed=${isChosen} @click=${() => actions.toggle(item)}>
    <span class="tick" aria-hidden="true">${isChosen ? '✓' : '✗'}</span>
    ${item.thumbnail ? html`<img src=${item.thumbnail} alt="">` : html`<span class="noimage">No image</span>`}
    <strong>${item.listing.title || 'No title'}</strong>
    <span class="detail">${others.map(({ task, label }) => `${task}: ${label || 'no label'}`).join(', ')}</span></button>`;
}

/** Moves the focus among the cards. */
export function moveFocus(root, key) {
  const cards = [...root.querySelectorAll('.card')];
  if (!cards.length) return;
  const columns = cards.filter((one) => one.offsetTop === cards[0].offsetTop).length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  const at = cards.indexOf(document.activeElement);
  cards[at < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, at + step))].focus();
}
