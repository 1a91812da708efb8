import { Rates, codecName, reportsOf, selectedPair, toMs } from '../common/stats.js';

const LOW_TO_HIGH = ['l', 'm', 'h'];

/** Reads what a publisher sends: one record per layer, low to high, and the state of its way to the server. */
export function outboundSampler(pc) {
  const rates = new Rates();
  return async () => {
    const reports = await reportsOf(pc);
    const sent = reports.of('outbound-rtp');
    const layers = sent.filter((report) => report.kind === 'video').map((report) => layer(reports, report, rates));
    const audio = sent.find((report) => report.kind === 'audio');
    const pair = selectedPair(reports);
    const remote = reports.of('remote-inbound-rtp');
    return {
      connection: pc.connectionState,
      layers: layers.sort((a, b) => order(a) - order(b)),
      audio: audio
        ? { codec: codecName(reports, audio), bps: rates.perSecond('audio', audio.bytesSent * 8, audio.timestamp) }
        : null,
      rttMs: toMs(pair?.currentRoundTripTime ?? remote.find((report) => report.roundTripTime != null)?.roundTripTime),
      jitterMs: toMs(worst(remote.map((report) => report.jitter))),
      resentFraction: resent(sent, rates),
      lossFraction: worst(remote.map((report) => report.fractionLost)),
      availableBps: pair?.availableOutgoingBitrate ?? null,
    };
  };
}

function layer(reports, report, rates) {
  const key = report.ssrc;
  const at = report.timestamp;
  return {
    rid: report.rid ?? '',
    active: report.active ?? true,
    width: report.frameWidth ?? 0,
    height: report.frameHeight ?? 0,
    fps: report.framesPerSecond ?? rates.perSecond(`${key}/frames`, report.framesEncoded, at),
    bps: rates.perSecond(`${key}/bytes`, report.bytesSent * 8, at),
    targetBps: report.targetBitrate ?? null,
    limit: report.qualityLimitationReason ?? 'none',
    codec: codecName(reports, report),
    scalabilityMode: report.scalabilityMode ?? null,
    framesEncoded: report.framesEncoded ?? 0,
    keyframes: report.keyFramesEncoded ?? 0,
    nacks: report.nackCount ?? 0,
    rtxPackets: report.retransmittedPacketsSent ?? 0,
  };
}

/** Share of the packets of the last second that were sent again. */
function resent(sent, rates) {
  const sum = (key) => sent.reduce((total, report) => total + (report[key] ?? 0), 0);
  const at = sent[0]?.timestamp;
  return rates.quotient('resent', sum('retransmittedPacketsSent'), sum('packetsSent'), at);
}

/** Browsers report layers in any order. Without rids there is one. */
function order(layer) {
  return LOW_TO_HIGH.indexOf(layer.rid);
}

function worst(fractions) {
  const known = fractions.filter((fraction) => fraction != null);
  return known.length > 0 ? Math.max(...known) : null;
}
