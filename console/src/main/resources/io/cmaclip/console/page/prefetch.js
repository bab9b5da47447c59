const AHEAD = 5;
const PAINT_MILLIS = 20;
const LONGEST_FRAME_MILLIS = 100;

const due = new Set();
let isClosed = false;
addEventListener('pagehide', () => {
  isClosed = true;
  due.forEach((end) => end());
});
addEventListener('pageshow', () => { isClosed = false; });

/**
 * Ends when the next item is on the screen: requests wait for it, because they compete with it. A hidden page has no
 * frames, and a page that is closed does not wait.
 */
export function painted() {
  return new Promise((resolve) => {
    const end = () => { due.delete(end); resolve(); };
    due.add(end);
    requestAnimationFrame(() => setTimeout(end, PAINT_MILLIS));
    setTimeout(end, LONGEST_FRAME_MILLIS);
  });
}

/** Keeps the next items with their first image ready, so that they are there at once. */
export class Prefetch {
  #api;
  #items = [];
  #filling = null;
  #isDrained = false;
  filter = {};

  constructor(api) {
    this.#api = api;
  }

  /** Loads an item's images; an item keeps working without them. */
  async #withImage(item) {
    item.images = await Promise.all(item.listing.images.map((image, index) =>
      image.isStored ? loadImage(this.#api, item.id, index) : null));
    return item;
  }

  /** One load at a time; every caller gets the load in flight. A closed page would keep the items from others. */
  fill() {
    if (!isClosed && !this.#filling && this.#items.length < AHEAD) {
      this.#filling = this.#load().finally(() => { this.#filling = null; });
    }
    return this.#filling ?? Promise.resolve();
  }

  async #load() {
    const items = await this.#api.items(AHEAD - this.#items.length, this.filter);
    for (const item of items) this.#items.push({ item, ready: this.#withImage(item) });
  }

  /** @returns {Promise<object|null>} the next item; null if none waits */
  async next() {
    this.#isDrained = false;
    if (this.#items.length === 0) await this.fill();
    const head = this.#items.shift();
    painted().then(() => this.#isDrained || this.fill()).catch(() => {});
    return head ? head.ready : null;
  }

  /** Puts an item before all others. */
  first(item) {
    this.#items.unshift({ item, ready: this.#withImage(item) });
  }

  leases() {
    return this.#items.map(({ item }) => ({ id: item.id, leaseId: item.leaseId }));
  }

  drop(lost) {
    this.#items = this.#items.filter(({ item }) => !lost.includes(item.id));
  }

  /**
   * Takes all items out, also those of a load in flight, and loads no more until the next item is asked for.
   *
   * @returns {Promise<object[]>} their leases
   */
  async drain() {
    this.#isDrained = true;
    await this.#filling?.catch(() => {});
    return this.clear();
  }

  /** Takes the items out that are loaded. @returns {object[]} their leases */
  clear() {
    const leases = this.leases();
    this.#items = [];
    return leases;
  }
}

/** @returns {Promise<HTMLImageElement|Error>} */
async function loadImage(api, item, index) {
  try {
    const url = await api.image(item, index);
    const image = new Image();
    image.alt = `Image ${index + 1} of the listing`;
    image.src = url;
    await image.decode().finally(() => URL.revokeObjectURL(url));
    return image;
  } catch (problem) {
    return problem;
  }
}
