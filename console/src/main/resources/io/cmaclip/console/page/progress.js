const rate = (perHour) => `${Math.round(perHour)}/h`;

/** A duration in its largest unit. */
function duration(millis) {
  const minutes = Math.max(0, Math.round(millis / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} d`;
}

/** One line: own work, the team's, and what is left. */
export function progress({ reviewer, own, ownPerHour, perHour, queue }) {
  const left = [`${queue.waiting} waiting`];
  if (queue.oldest) left.push(`oldest ${duration(Date.now() - queue.oldest)}`);
  if (queue.waiting && perHour) left.push(`${duration(queue.waiting / perHour * 3_600_000)} left`);
  return `${reviewer.name}: ${own} decided, ${rate(ownPerHour)} · team: ${queue.counts.decided}, ${rate(perHour)} · ${left.join(', ')}`;
}
