const RETRY_MILLIS = 1_000;

/**
 * Listens to the server. The stream is closed in hidden tabs, because browsers allow six connections to a host.
 * @param {() => void} onOpen after each connection: whatever is shown may be old
 * @param {() => void} onChange when the queue has changed
 * @returns {() => void} connects, if it is not connected
 */
export function listen(api, onOpen, onChange) {
  let stream = null;

  async function connect() {
    if (stream) return;
    while (!document.hidden && api.hasToken) {
      stream = new AbortController();
      try {
        const reader = (await api.changes(stream.signal)).body.pipeThrough(new TextDecoderStream()).getReader();
        onOpen();
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          if (read.value.includes('changed')) onChange();
        }
      } catch (problem) {
        if (problem.status === 401) break;
      }
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MILLIS); });
    }
    stream = null;
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stream?.abort();
    else connect();
  });
  return connect;
}
