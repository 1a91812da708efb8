/** Copies text; false where the browser does not let pages do so (insecure addresses, denied permission). */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
