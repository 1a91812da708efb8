/**
 * Keeps the screen of a phone on while on air. The browser takes the lock away from hidden pages, so it is asked for
 * again on return.
 */
export function keepAwake() {
  let wanted = false;
  let lock = null;
  async function apply() {
    if (wanted && !lock && document.visibilityState === 'visible') {
      lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
      lock?.addEventListener('release', () => {
        lock = null;
      });
    } else if (!wanted && lock) {
      lock.release();
    }
  }
  document.addEventListener('visibilitychange', apply);
  return {
    hold(on) {
      if (wanted !== on) {
        wanted = on;
        apply();
      }
    },
  };
}
