let answer;

/**
 * What the server says about itself: `mode` (open or token) and `iceServers`. Asked once; a server that does not answer
 * has the defaults.
 */
export function serverConfig() {
  answer ??= fetch('/api/config')
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => ({}))
    .then((config) => ({ mode: config.mode ?? 'open', iceServers: config.iceServers ?? [] }));
  return answer;
}
