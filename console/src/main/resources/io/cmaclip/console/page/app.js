import { render } from '/lib/lit-html/lit-html.js';
import { Api } from './api.js';
import { Bulk, moveFocus } from './bulk.js';
import { listen } from './changes.js';
import { Choices, options } from './choices.js';
import { heatMap } from './explain.js';
import { painted, Prefetch } from './prefetch.js';
import { login, screen } from './view.js';

const RENEW_MILLIS = 20_000;
const PROGRESS_MILLIS = 1_000;
const RETRY_MILLIS = 1_000;
const EMPTY_MILLIS = 3_000;

/** Runs the console in an element. */
function start(root) {
  const api = new Api();
  const prefetch = new Prefetch(api);
  const state = {
    item: null, choices: null, selected: null, search: '', image: 0, isZoomed: false,
    isLoading: true, message: '', labels: {}, progress: null, shownAt: 0, unsent: 0, isFiltered: false,
    bulk: null, isExplained: false, lead: null,
  };

  let turns = 0;
  let retry = null;

  const draw = () => render(api.hasToken ? screen(state, actions) : login(state.message, signIn), root);
  const say = (text) => { state.message = text; draw(); };
  const lease = (item) => ({ id: item.id, leaseId: item.leaseId });

  function failed(problem) {
    if (problem.status === 401) api.forget();
    say(problem.message);
  }

  function show(item) {
    Object.assign(state, {
      item, choices: item && new Choices(item), selected: null, search: '', image: 0, isZoomed: false,
      isLoading: false, isExplained: false, shownAt: performance.now(),
    });
    draw();
  }

  /** Shows the next item. A later call overrides an earlier one, whose item then waits. */
  async function advance() {
    const turn = ++turns;
    state.isLoading = true;
    try {
      const item = await prefetch.next();
      if (!item) state.progress = await api.progress();
      if (turn !== turns) {
        if (item) prefetch.first(item);
        return;
      }
      show(item);
      if (!item) askAgain(EMPTY_MILLIS);
    } catch (problem) {
      if (turn !== turns) return;
      show(null);
      failed(problem);
      if (api.hasToken) askAgain(RETRY_MILLIS);
    }
  }

  /** The server tells of changes, but not when a lease of another reviewer ends. */
  function askAgain(millis) {
    clearTimeout(retry);
    retry = setTimeout(advanceIfEmpty, millis);
  }

  function advanceIfEmpty() {
    if (!state.item && !state.isLoading) advance();
  }

  /** Sends in the background; the next item is shown at once. */
  function submit(choices) {
    const { item } = state;
    if (!item || state.isLoading) return;
    const millisOnScreen = Math.round(performance.now() - state.shownAt);
    state.unsent++;
    const sent = painted().then(() => api.decide({ ...lease(item), version: item.version, millisOnScreen, choices },
      () => say(`The server does not answer. Unsent decisions: ${state.unsent}.`)))
      .catch(failed).finally(() => { state.unsent--; });
    state.message = '';
    state.sending = Promise.all([state.sending, sent]);
    advance();
  }

  const actions = {
    accept() {
      if (state.choices?.tasks.length === 0) return say('This listing has no attributes to decide: flag it (f) or skip it (s).');
      const missing = state.choices?.missing() ?? -1;
      if (missing < 0) return submit(state.choices?.all());
      if (state.selected !== missing) actions.select(missing);
      return say('The proposals of this listing are hidden. Choose each attribute.');
    },
    flag: () => submit([{ task: '', kind: 'FLAG', label: '' }]),
    skip() {
      if (!state.item || state.isLoading) return;
      state.message = '';
      const skipped = [{ ...lease(state.item), skip: true }];
      painted().then(() => api.release(skipped)).catch(failed);
      advance();
    },
    notApplicable() {
      if (!state.item) return;
      const tasks = state.choices.tasks;
      for (const { task } of state.selected === null ? tasks : [tasks[state.selected]]) state.choices.notApplicable(task);
      if (state.selected === null) actions.accept();
      else actions.select(state.selected);
    },
    async undo() {
      try {
        await state.sending;
        const item = await api.undo();
        if (!item) return say('Nothing to undo.');
        if (state.item) prefetch.first(state.item);
        prefetch.first(item);
        state.message = 'Taken back.';
        await advance();
      } catch (problem) {
        failed(problem);
      }
    },
    select(number) {
      if (number >= (state.choices?.tasks.length ?? 0)) return;
      state.selected = state.selected === number ? null : number;
      state.search = '';
      draw();
    },
    pick(number) {
      const task = state.choices.tasks[state.selected];
      const label = options(task, state.labels[task.task] ?? [], state.search)[number];
      if (!label) return;
      state.choices.pick(task.task, label);
      actions.select(state.selected);
    },
    search(text) {
      state.search = text;
      draw();
    },
    zoom() {
      state.isZoomed = !state.isZoomed;
      draw();
    },
    nextImage() {
      if (!state.item) return;
      state.image = (state.image + 1) % Math.max(1, state.item.listing.images.length);
      draw();
    },
    async explain() {
      const { item } = state;
      if (!item) return;
      state.isExplained = !state.isExplained;
      draw();
      if (!state.isExplained || item.explanation) return;
      try {
        item.explanation = await api.explanation(item.id);
        item.heat = item.explanation.heat && heatMap(item.explanation.heat);
      } catch (problem) {
        if (state.item === item) {
          state.isExplained = false;
          failed(problem);
        }
      }
      draw();
    },
    /** Opens the grid of items with the proposal of the open attribute, or of the doubtful one. */
    async openBulk() {
      if (!state.item || state.isLoading || state.bulk) return;
      const tasks = state.choices.tasks;
      const doubtful = state.item.answer.reasons.find((reason) => reason.task)?.task;
      const chosen = tasks[state.selected] ?? tasks.find(({ task }) => task === doubtful) ?? tasks[0];
      if (!chosen?.label) return say('This attribute has no proposal.');
      state.isLoading = true;
      try {
        await api.release(await prefetch.drain());
        const bulk = new Bulk(api, chosen.task, chosen.label);
        await bulk.load(state.item, prefetch.filter);
        state.bulk = bulk;
      } catch (problem) {
        failed(problem);
      }
      state.isLoading = false;
      draw();
      moveFocus(root, 'ArrowRight');
    },
    toggle(item) {
      state.bulk.toggle(item);
      draw();
    },
    async acceptBulk() {
      const { bulk } = state;
      if (state.isLoading) return;
      state.isLoading = true;
      state.sending = bulk.accept();
      const { accepted, problems } = await state.sending;
      closeBulk(bulk.rest());
      say(`${accepted} accepted.${problems.length ? ` ${problems.length} refused: ${problems[0].message}` : ''}`);
    },
    leaveBulk: () => closeBulk(state.bulk.items),
    async openLead() {
      if (state.progress?.reviewer.role !== 'LEAD') return;
      try {
        state.lead = await api.lead();
      } catch (problem) {
        failed(problem);
      }
      draw();
    },
    leaveLead() {
      state.lead = null;
      draw();
    },
    async filter(name, value) {
      if (value) prefetch.filter[name] = value;
      else delete prefetch.filter[name];
      state.isFiltered = Object.keys(prefetch.filter).length > 0;
      const held = await prefetch.drain();
      if (state.item) held.push(lease(state.item));
      await api.release(held).catch(failed);
      advance();
    },
  };

  /** Goes back to one item at a time, first those given. */
  function closeBulk(items) {
    state.bulk.close();
    state.bulk = null;
    for (const item of [...items].reverse()) prefetch.first(item);
    advance();
  }

  const bulkKeys = {
    Enter: actions.acceptBulk, Escape: actions.leaveBulk,
    ...Object.fromEntries(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => [key, () => moveFocus(root, key)])),
  };

  const keys = {
    Enter: actions.accept, s: actions.skip, n: actions.notApplicable, f: actions.flag, u: actions.undo,
    z: actions.zoom, i: actions.nextImage, e: actions.explain, b: actions.openBulk, l: actions.openLead, '/': () => root.querySelector('input[type=search]')?.focus(),
    Escape: () => { if (state.selected !== null) actions.select(state.selected); },
  };

  function onKey(event) {
    if (!api.hasToken || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const isSearch = event.target.matches('input');
    if (event.target.matches('select')) return;
    if (state.lead) {
      if (event.key === 'Escape') actions.leaveLead();
      return;
    }
    if (state.bulk) {
      if (!Object.hasOwn(bulkKeys, event.key)) return;
      event.preventDefault();
      bulkKeys[event.key]();
      return;
    }
    // Enter on a button that has the focus presses that button.
    if (event.key === 'Enter' && event.target.matches('button')) return;
    if (isSearch) {
      if (event.key === 'Enter') actions.pick(0);
      else if (event.key !== 'Escape') return;
      event.target.blur();
      if (event.key === 'Enter') event.preventDefault();
      return;
    }
    if (/^[1-9]$/.test(event.key)) {
      const number = Number(event.key) - 1;
      if (state.selected === null) actions.select(number);
      else actions.pick(number);
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  }

  async function refresh() {
    try {
      state.progress = await api.progress();
      draw();
    } catch (problem) {
      failed(problem);
    }
  }

  let isRefreshDue = false;

  /** Changes that follow one another are shown together. */
  function changed() {
    advanceIfEmpty();
    if (isRefreshDue) return;
    isRefreshDue = true;
    setTimeout(() => { isRefreshDue = false; refresh(); }, PROGRESS_MILLIS);
  }

  /** After a connection: a server that was started again knows no leases. */
  async function connected() {
    await Promise.all([renew(), refresh(), loadLabels()]);
    draw();
    advanceIfEmpty();
  }

  const loadLabels = () => api.labels().then((labels) => { state.labels = labels; }, failed);

  async function renew() {
    const held = [...prefetch.leases(), ...(state.bulk?.leases() ?? [])];
    if (state.item) held.push(lease(state.item));
    if (!held.length || !api.hasToken) return;
    try {
      const lost = await api.renew(held);
      prefetch.drop(lost);
      state.bulk?.drop(lost);
      // While the next item loads, the one on the screen is decided: its lease is gone for that reason.
      if (!state.bulk && !state.isLoading && lost.includes(state.item?.id)) {
        state.message = 'The item before was given away or has changed.';
        advance();
      }
    } catch (problem) {
      failed(problem);
    }
  }

  async function signIn(token) {
    api.use(token);
    state.message = '';
    // Without the labels, the keys that choose one would do nothing.
    await Promise.all([refresh(), loadLabels()]);
    if (!api.hasToken) return;
    connect();
    advance();
  }

  const connect = listen(api, connected, changed);

  addEventListener('keydown', onKey);
  addEventListener('pagehide', () => {
    const held = prefetch.clear();
    if (state.item) held.push(lease(state.item), ...(state.bulk?.leases() ?? []));
    if (held.length && api.hasToken) api.release(held).catch(() => {});
  });
  addEventListener('beforeunload', (event) => { if (state.unsent) event.preventDefault(); });
  const renewLater = () => setTimeout(() => renew().finally(renewLater), state.progress?.renewMillis ?? RENEW_MILLIS);
  renewLater();
  draw();
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) history.replaceState(null, '', location.pathname);
  if (given || api.hasToken) signIn(given ?? api.token);
}

start(document.getElementById('app'));
