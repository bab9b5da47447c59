/** The reviewer's choices about one item: the proposal of each task until another one is picked. */
export class Choices {
  #picked = new Map();

  constructor(item) {
    this.tasks = item.answer.tasks;
    this.isBlind = item.isBlind;
  }

  /** Index of the first task that needs a choice: with hidden proposals each does; -1 without one. */
  missing() {
    return this.isBlind ? this.tasks.findIndex(({ task }) => !this.of(task)) : -1;
  }

  pick(task, label) {
    this.#picked.set(task, { task, kind: 'LABEL', label });
  }

  notApplicable(task) {
    this.#picked.set(task, { task, kind: 'NOT_APPLICABLE', label: '' });
  }

  of(task) {
    return this.#picked.get(task);
  }

  /** @returns {{task: string, kind: string, label: string}[]} one per task that has a label */
  all() {
    return this.tasks
      .map(({ task, label }) => this.of(task) ?? { task, kind: label ? 'LABEL' : 'NOT_APPLICABLE', label });
  }
}

/** Proposal, alternatives, then the other known classes that contain the search text. */
export function options(proposal, known, search) {
  const first = [proposal.label, ...proposal.alternatives.map(({ label }) => label)].filter(Boolean);
  const all = [...new Set([...first, ...known])];
  const wanted = search.toLowerCase();
  return all.filter((label) => label.toLowerCase().includes(wanted)).slice(0, 9);
}
