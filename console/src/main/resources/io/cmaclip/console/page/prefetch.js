const AHEAD = 5;

/** Keeps the next items with their first image ready, so that they are there at once. */
export class Prefetch {
  #api;
  #items = [];
  #filling = null;
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

  /** One load at a time; every caller gets the load in flight. */
  fill() {
    if (!this.#filling && this.#items.length < AHEAD) {
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
    if (this.#items.length === 0) await this.fill();
    const head = this.#items.shift();
    this.fill().catch(() => {});
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

  /** Gives all items back. */
  clear() {
    const leases = this.leases();
    this.#items = [];
    return leases;
  }
}

/** @returns {Promise<HTMLImageElement|Error>} */
async function loadImage(api, item, index) {
  try {
    const image = new Image();
    image.src = await api.image(item, index);
    image.alt = `Image ${index + 1} of the listing`;
    await image.decode();
    return image;
  } catch (problem) {
    return problem;
  }
}
