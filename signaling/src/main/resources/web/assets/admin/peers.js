import { request } from '../common/problem.js';

const PAGE = 200;

/** What the server tells operators about peers, and the few words this page puts on it. */
export class Peers {
  #options;

  constructor(token) {
    this.#options = { headers: token ? { Authorization: `Bearer ${token}` } : {}, cache: 'no-store' };
  }

  /** The first `pages` pages of viewers, and whether there are more. */
  async viewers(pages) {
    const viewers = [];
    let next = -1;
    for (let page = 0; page < pages && next !== null; page++) {
      const body = await this.#get(`viewers?limit=${PAGE}&after=${next}`);
      viewers.push(...body.viewers);
      next = body.next;
    }
    return { viewers, more: next !== null };
  }

  async publishers() {
    return (await this.#get(`publishers?limit=${PAGE}`)).publishers;
  }

  viewer(id) {
    return this.#get(`viewers/${id}`);
  }

  async #get(path) {
    return (await request(`/admin/api/${path}`, this.#options)).json();
  }
}

const HELD_BACK = new Set(['bandwidth', 'overuse', 'loss', 'policer', 'protection']);

/** `bad`: no picture; `weak`: the network holds a better picture back; `good` otherwise; `start` while nothing is known. */
export function mood({ now }) {
  if (!now || now.reason === 'start') {
    return 'start';
  }
  if (now.layer < 0 || now.reason === 'no-feedback') {
    return 'bad';
  }
  return HELD_BACK.has(now.reason) ? 'weak' : 'good';
}

const ORDER = ['bad', 'weak', 'start', 'good'];

/** Who needs a look comes first; among equals the number decides, so that rows stay where they are. */
export function worstFirst(viewers) {
  return [...viewers].sort((a, b) => ORDER.indexOf(mood(a)) - ORDER.indexOf(mood(b)) || a.id - b.id);
}

/** The host's layers by rank, for a viewer's room and host. */
export function layersOf(publishers, { room, publisher }) {
  const host = publishers.find((one) => one.room === room && one.publisher === publisher);
  return new Map((host?.layers ?? []).filter((layer) => layer.height > 0).map((layer) => [layer.rank, layer]));
}
