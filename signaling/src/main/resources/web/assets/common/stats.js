/**
 * Rates between two readings of counters that only grow; null on the first reading and after a counter started anew.
 */
export class Rates {
  #last = new Map();

  /** Growth of `value` per second since the reading before. */
  perSecond(key, value, atMs) {
    const growth = this.growth(key, value, atMs);
    return growth && growth.elapsedMs > 0 ? (growth.by * 1000) / growth.elapsedMs : null;
  }

  /** Quotient of the growth of two counters: `a/b` of the last interval. */
  quotient(key, a, b, atMs) {
    const above = this.growth(`${key}/a`, a, atMs);
    const below = this.growth(`${key}/b`, b, atMs);
    return above && below && below.by > 0 ? above.by / below.by : null;
  }

  growth(key, value, atMs) {
    if (value === undefined) {
      return null;
    }
    const last = this.#last.get(key);
    this.#last.set(key, { value, atMs });
    return last && value >= last.value ? { by: value - last.value, elapsedMs: atMs - last.atMs } : null;
  }
}

/** Reports of `getStats` by type, and by id through `get`. */
export async function reportsOf(pc) {
  const all = await pc.getStats();
  const byType = new Map();
  all.forEach((report) => {
    const list = byType.get(report.type);
    if (list) {
      list.push(report);
    } else {
      byType.set(report.type, [report]);
    }
  });
  return { of: (type) => byType.get(type) ?? [], get: (id) => all.get(id) };
}

/** The candidate pair in use. Firefox has no `selectedCandidatePairId`, it marks the pair itself. */
export function selectedPair(reports) {
  const transport = reports.of('transport').find((report) => report.selectedCandidatePairId);
  if (transport) {
    return reports.get(transport.selectedCandidatePairId);
  }
  return reports.of('candidate-pair').find((pair) => pair.selected || (pair.nominated && pair.state === 'succeeded'));
}

/**
 * How the chosen pair reaches the server: `direct`, or `relay` by a TURN server with the protocol to it (udp, tcp or tls).
 * Null before there is a pair.
 */
export function routeOf(reports) {
  const local = reports.get(selectedPair(reports)?.localCandidateId);
  if (!local) {
    return null;
  }
  const relayed = local.candidateType === 'relay';
  return { type: relayed ? 'relay' : 'direct', protocol: (relayed ? local.relayProtocol : local.protocol) ?? null };
}

/** VP8, H264, opus… without the "video/" before it. */
export function codecName(reports, report) {
  const mime = reports.get(report?.codecId)?.mimeType;
  return mime ? mime.split('/')[1] : null;
}

export function toMs(seconds) {
  return seconds == null ? null : seconds * 1000;
}
