const TOKEN_KEY = 'steadycast.token';
// The server's rule: characters that need no escape in a path, and no path of dots.
const ROOM = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,64}$/;

export const query = new URLSearchParams(location.search);

/** The room in /studio/{room} and /watch/{room}, or null. */
export function roomInPath() {
  try {
    return decodeURIComponent(location.pathname.split('/')[2] ?? '') || null;
  } catch {
    return null;
  }
}

export function isRoomName(name) {
  return ROOM.test(name);
}

/** Turns what people type ("My Shöp!") into a room name ("my-shop"), or '' if nothing is left. */
export function roomNameFrom(typed) {
  return typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '')
    .slice(0, 64);
}

export function watchUrl(room) {
  return `${location.origin}/watch/${encodeURIComponent(room)}`;
}

/** A whole number in the query, within bounds, or undefined. */
export function queryNumber(name, min, max) {
  const value = Number.parseInt(query.get(name) ?? '', 10);
  return value >= min && value <= max ? value : undefined;
}

/**
 * The token of this page. It comes in the fragment, which browsers never send to a server, and leaves the address bar
 * at once, so that it is neither bookmarked nor passed on with the link; a reload finds it in the tab's own storage.
 */
export function takeToken() {
  const key = `${TOKEN_KEY}:${location.pathname}`;
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    stored(() => sessionStorage.setItem(key, given));
    history.replaceState(history.state, '', location.pathname + location.search);
    return given;
  }
  return stored(() => sessionStorage.getItem(key)) ?? undefined;
}

/**
 * Names this tab as a publisher: stable over reloads, so that a reload replaces its old session instead of standing
 * beside it.
 */
export function publisherId(room) {
  const key = `steadycast.publisher:${room}`;
  const known = stored(() => sessionStorage.getItem(key));
  if (known) {
    return known;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  const made = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  stored(() => sessionStorage.setItem(key, made));
  return made;
}

/** Runs an access to storage that the browser may deny; undefined then. */
export function stored(access) {
  try {
    return access();
  } catch {
    return undefined;
  }
}
