/** The emulator's HTTP interface. Refusals are thrown with the words of their problem details. */
export async function get(path) {
  return answer(await fetch(path, { cache: 'no-store' }));
}

/** `target` 0 is all clients. */
export async function change(method, target, what, body) {
  const path = target === 0 ? `/api/${what}` : `/api/clients/${target}/${what}`;
  return answer(
    await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  );
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail ?? response.statusText);
  }
  return body;
}
