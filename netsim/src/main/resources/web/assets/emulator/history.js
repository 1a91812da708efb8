/** The last two minutes of one client and direction, or of all, from the sums that the emulator tells twice a second. */
const KEPT = 240;

export class History {
  #last = new Map();
  #series = new Map();

  /** Takes a state of `/api/state` and when it came, in seconds. */
  add(state, atS) {
    const seen = new Set();
    for (const direction of ['up', 'down']) {
      const total = empty();
      for (const client of state.clients) {
        const key = `${client.id}.${direction}`;
        seen.add(key);
        const delta = difference(client[direction], this.#last.get(key));
        this.#last.set(key, client[direction]);
        this.#push(key, delta, atS);
        sum(total, delta);
      }
      this.#push(`0.${direction}`, total, atS);
      seen.add(`0.${direction}`);
    }
    for (const key of this.#series.keys()) {
      if (!seen.has(key)) {
        this.#series.delete(key);
        this.#last.delete(key);
      }
    }
  }

  /** Columns for plots: `{ at, offered, delivered, queue, loss, delay }`. `id` 0 is all clients. */
  of(id, direction) {
    return this.#series.get(`${id}.${direction}`)?.columns ?? columns();
  }

  #push(key, delta, atS) {
    const series = this.#series.get(key) ?? { columns: columns(), atS: undefined };
    this.#series.set(key, series);
    const passedS = series.atS === undefined ? 0 : atS - series.atS;
    series.atS = atS;
    if (passedS <= 0) {
      return;
    }
    const all = series.columns;
    const decided = delta.deliveredPackets + delta.droppedPackets;
    all.at.push(atS);
    all.offered.push((delta.offeredBytes * 8) / 1000 / passedS);
    all.delivered.push((delta.deliveredBytes * 8) / 1000 / passedS);
    all.queue.push(delta.queuedBytes / 1000);
    all.loss.push(decided === 0 ? null : (100 * delta.droppedPackets) / decided);
    all.delay.push(delta.deliveredPackets === 0 ? null : delta.delaySumMs / delta.deliveredPackets);
    if (all.at.length > KEPT) {
      Object.values(all).forEach((column) => column.shift());
    }
  }
}

const SUMS = ['offeredBytes', 'deliveredBytes', 'deliveredPackets', 'droppedPackets', 'delaySumMs'];

function difference(now, before) {
  const delta = { queuedBytes: now.queuedBytes };
  SUMS.forEach((key) => (delta[key] = now[key] - (before?.[key] ?? now[key])));
  return delta;
}

function empty() {
  return Object.fromEntries(['queuedBytes', ...SUMS].map((key) => [key, 0]));
}

function sum(total, delta) {
  Object.keys(total).forEach((key) => (total[key] += delta[key]));
}

function columns() {
  return { at: [], offered: [], delivered: [], queue: [], loss: [], delay: [] };
}
