const IDLE_AFTER_MS = 3000;

/** Hides the controls while nobody moves: `hidden` is true then. Keyboard focus inside and touch count as movement. */
export function createIdleHider(onChange) {
  let timer;
  const hider = {
    hidden: false,
    /** `mayHide` says whether the controls are dispensable at the moment. */
    attach(stage, mayHide) {
      const set = (hidden) => {
        if (hider.hidden !== hidden) {
          hider.hidden = hidden;
          onChange();
        }
      };
      const hideIfIdle = () => {
        const focused = stage.querySelector('.controls :focus-visible');
        if (mayHide() && !focused) {
          set(true);
        } else {
          timer = setTimeout(hideIfIdle, IDLE_AFTER_MS);
        }
      };
      const moved = () => {
        clearTimeout(timer);
        set(false);
        timer = setTimeout(hideIfIdle, IDLE_AFTER_MS);
      };
      for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
        stage.addEventListener(event, moved);
      }
      moved();
    },
  };
  return hider;
}
