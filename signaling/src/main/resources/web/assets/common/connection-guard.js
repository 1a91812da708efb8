// A lite server never sends checks of its own, so a client that changed its network is heard again only after new checks from here.
// ICE calls a connection disconnected after some missed answers; short gaps on a mobile link heal within this time.
const GRACE_MS = 2_000;
const CONNECT_DEADLINE_MS = 10_000;
const RESTART_DEADLINE_MS = 5_000;

/**
 * Watches a peer connection. Trouble is first met by `restart()` (an ICE restart, may reject); if that does not help in
 * time, `lost()` is called, once. Returns a function that ends the watch.
 */
export function guardConnection(pc, { connected, restart, lost }) {
  let restarted = false;
  let timer = setTimeout(giveUp, CONNECT_DEADLINE_MS);

  function stop() {
    clearTimeout(timer);
    pc.removeEventListener('connectionstatechange', onChange);
  }
  function giveUp() {
    stop();
    lost();
  }
  function tryRestart() {
    if (restarted) {
      giveUp();
      return;
    }
    restarted = true;
    clearTimeout(timer);
    timer = setTimeout(giveUp, RESTART_DEADLINE_MS);
    restart().catch(giveUp);
  }
  function onChange() {
    switch (pc.connectionState) {
      case 'connected':
        clearTimeout(timer);
        restarted = false;
        connected();
        break;
      case 'disconnected':
        clearTimeout(timer);
        timer = setTimeout(tryRestart, GRACE_MS);
        break;
      case 'failed':
        tryRestart();
        break;
    }
  }

  pc.addEventListener('connectionstatechange', onChange);
  return stop;
}
