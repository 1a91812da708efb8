const VOLUME_STEP = 0.1;

/**
 * Keys of the player, as people know them from other players. Not while they type or while a control of its own has the
 * key.
 */
export function onKeys(watch) {
  const { player } = watch;
  const byKey = {
    i: () => watch.toggleStats(),
    m: () => player.setMuted(!(player.muted || player.needsTap)),
    f: () => player.toggleFullscreen(),
    k: () => watch.togglePlay(),
    ' ': () => watch.togglePlay(),
    ArrowUp: () => player.setVolume(Math.min(1, player.volume + VOLUME_STEP)),
    ArrowDown: () => player.setVolume(Math.max(0, player.volume - VOLUME_STEP)),
    Escape: () => watch.menuOpen && watch.toggleMenu(false),
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ownsKey(event.target, event.key)) {
      return;
    }
    const act = byKey[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) {
      act();
      if (event.key !== 'Escape') {
        event.preventDefault();
      }
    }
  });
}

function ownsKey(target, key) {
  if (target.matches?.('input[type="range"], select')) {
    return key.startsWith('Arrow') || key === ' ';
  }
  if (target.matches?.('input, textarea')) {
    return true;
  }
  return key === ' ' && Boolean(target.closest?.('button, a, summary'));
}
