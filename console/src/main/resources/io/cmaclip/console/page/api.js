/** Requests of the page. The token is kept for this tab only. */
export class Api {
  #token = sessionStorage.getItem('token');

  get hasToken() {
    return this.#token !== null;
  }

  get token() {
    return this.#token;
  }

  use(token) {
    this.#token = token;
    sessionStorage.setItem('token', token);
  }

  forget() {
    this.#token = null;
    sessionStorage.removeItem('token');
  }

  /** @returns {Promise<any>} the answer's JSON, null without a body; throws Error with its `status` */
  async #send(path, options = {}, headers = {}) {
    const response = await fetch(path, { ...options, headers: { Authorization: `Bearer ${this.#token}`, ...headers } });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw Object.assign(new Error(problem.message ?? problem.title ?? `status ${response.status}`), { status: response.status });
    }
    return response.status === 204 ? null : response;
  }

  async #json(path, options) {
    const response = await this.#send(path, options);
    return response === null ? null : response.json();
  }

  #post(path, body, keepalive = false) {
    return this.#json(path, { method: 'POST', body: JSON.stringify(body), keepalive });
  }

  items(count, filter) {
    const query = new URLSearchParams({ count, ...filter });
    return this.#json(`/api/items?${query}`);
  }

  renew(leases) {
    return this.#post('/api/leases', { leases });
  }

  release(leases) {
    return this.#post('/api/released', { leases }, true);
  }

  /**
   * Sends a decision until the server takes or refuses it; sending it twice has the effect of once.
   * @param {(problem: Error) => void} onWait when the server does not answer
   */
  async decide(submission, onWait) {
    for (let pause = 250; ; pause = Math.min(2 * pause, 4_000)) {
      try {
        return await this.#post('/api/decisions', submission);
      } catch (problem) {
        if (problem.status && problem.status !== 503) throw problem;
        onWait(problem);
        await new Promise((resolve) => { setTimeout(resolve, pause); });
      }
    }
  }

  /** @returns {Promise<Response>} a stream of server-sent events */
  changes(signal) {
    return this.#send('/api/changes', { signal }, { Accept: 'text/event-stream' });
  }

  undo() {
    return this.#post('/api/undo', {});
  }

  labels() {
    return this.#json('/api/labels');
  }

  progress() {
    return this.#json('/api/progress');
  }

  /** What only a lead may see. */
  lead() {
    return this.#json('/api/lead');
  }

  explanation(item) {
    return this.#json(`/api/explanation?${new URLSearchParams({ item })}`);
  }

  /** @returns {Promise<string>} an address of this page for the image */
  async image(item, index) {
    const query = new URLSearchParams({ item, index });
    const response = await this.#send(`/api/image?${query}`);
    return URL.createObjectURL(await response.blob());
  }
}
