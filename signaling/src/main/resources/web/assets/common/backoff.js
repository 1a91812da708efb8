/**
 * Waiting times that double from `firstMs` to `maxMs`, each drawn from its upper half so that many clients do not
 * return in step.
 */
export function createBackoff({ firstMs = 400, maxMs = 8000 } = {}) {
  let ceilingMs = firstMs;
  return {
    nextMs() {
      const delayMs = ceilingMs * (0.5 + Math.random() / 2);
      ceilingMs = Math.min(maxMs, ceilingMs * 2);
      return delayMs;
    },
    reset() {
      ceilingMs = firstMs;
    },
  };
}
