// Limits where a person would notice: repair hides a few per cent of loss; above a tenth pictures freeze. Above 300 ms a retransmission
// comes too late for a buffer of usual length.
// What is not even there after it was sent again is missing in the picture.
const BAD_RESIDUAL = 0.02;
const WEAK_LOSS = 0.03;
const BAD_LOSS = 0.1;
const WEAK_RTT_MS = 300;
const BAD_RTT_MS = 800;
// Layers come up one after the other while the browser measures the line; that is no weakness.
const RAMP_UP_MS = 15_000;
const STARVED_SHARE = 0.4;
const NEWEST_WEIGHT = 0.3;

/**
 * A verdict on the uplink in plain words: `level` good, weak or bad, and `reason`, a text key. Takes the publisher's
 * own reading and, where it has come, the server's; the server sees losses that the browser hears of only late.
 */
export function uplinkHealth({ state, sample, uplink, held = new Map(), liveForMs }) {
  if (state !== 'live') {
    return { level: 'bad', reason: 'health.reconnecting' };
  }
  if (!sample) {
    return { level: 'good', reason: 'health.starting' };
  }
  const loss = Math.max(uplink?.lossFraction ?? 0, sample.lossFraction ?? 0);
  const rttMs = uplink?.rttMs ?? sample.rttMs ?? 0;
  const residual = uplink?.residual ?? 0;
  const relieved = [...held.values()].includes('uplink');
  const starved = liveForMs > RAMP_UP_MS && starvedLayers(sample.layers);
  const limits = sample.layers.filter((layer) => layer.active).map((layer) => layer.limit);
  const verdicts = [
    [residual > BAD_RESIDUAL, 'bad', 'health.unrepaired'],
    [loss > BAD_LOSS, 'bad', 'health.loss'],
    [rttMs > BAD_RTT_MS, 'bad', 'health.delay'],
    [starved === 'all', 'bad', 'health.narrow'],
    [relieved, 'weak', 'health.relieved'],
    [loss > WEAK_LOSS, 'weak', 'health.loss'],
    [limits.includes('cpu'), 'weak', 'health.cpu'],
    [starved === 'some', 'weak', 'health.bandwidth'],
    [rttMs > WEAK_RTT_MS, 'weak', 'health.delay'],
  ];
  const [, level, reason] = verdicts.find(([holds]) => holds) ?? [true, 'good', 'health.fine'];
  return { level, reason, loss, residual, rttMs };
}

/** Layers that the browser has stopped or holds far below their size for want of bandwidth: 'none', 'some' or 'all'. */
function starvedLayers(all) {
  const layers = all.filter((layer) => layer.active);
  const starved = layers.filter((layer) => layer.limit === 'bandwidth' && isStarved(layer));
  if (starved.length === 0) {
    return 'none';
  }
  return starved.length === layers.length ? 'all' : 'some';
}

function isStarved(layer) {
  return !layer.bps || (layer.targetBps != null && layer.bps < layer.targetBps * STARVED_SHARE) || layer.fps === 0;
}

/** Share of packets that never came, not even when asked for again, between two messages of the server, smoothed. */
export class ResidualLoss {
  #last = null;
  #share = 0;

  of({ layers }) {
    const sum = (key) => layers.reduce((total, layer) => total + (layer[key] ?? 0), 0);
    const now = { packets: sum('packets'), abandoned: sum('abandoned') };
    const last = this.#last;
    this.#last = now;
    const missed = now.abandoned - (last?.abandoned ?? now.abandoned);
    const sent = now.packets - (last?.packets ?? now.packets) + missed;
    if (sent < 0 || missed < 0) {
      this.#share = 0;
    } else if (sent > 0) {
      this.#share += NEWEST_WEIGHT * (missed / sent - this.#share);
    }
    return this.#share;
  }
}
