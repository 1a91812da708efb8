const BY_NAME = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
  OverconstrainedError: 'none',
};

/** Why a camera, microphone or screen did not open: denied, none, busy or failed, each with a text `capture.*`. */
export function captureProblem(error) {
  return BY_NAME[error.name] ?? 'failed';
}
