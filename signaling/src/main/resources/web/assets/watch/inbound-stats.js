import { Rates, codecName, reportsOf, routeOf, selectedPair, toMs } from '../common/stats.js';

/**
 * Reads what a viewer receives. Counters are since the beginning of the session, rates over the time since the reading
 * before.
 */
export function inboundSampler(pc) {
  const rates = new Rates();
  return async () => {
    const reports = await reportsOf(pc);
    const received = reports.of('inbound-rtp');
    const video = received.find((report) => report.kind === 'video');
    const audio = received.find((report) => report.kind === 'audio');
    const picture = video ? videoReading(reports, video, rates) : null;
    const sound = audio ? common(reports, audio, rates) : null;
    const rttMs = toMs(selectedPair(reports)?.currentRoundTripTime ?? roundTrip(reports));
    return {
      connection: pc.connectionState,
      video: picture,
      audio: sound,
      rttMs,
      route: routeOf(reports),
      bytesReceived: received.reduce((sum, report) => sum + (report.bytesReceived ?? 0), 0),
      latencyMs: latency(rttMs, picture ?? sound),
    };
  };
}

function videoReading(reports, report, rates) {
  return {
    ...common(reports, report, rates),
    width: report.frameWidth ?? 0,
    height: report.frameHeight ?? 0,
    fps: report.framesPerSecond ?? rates.perSecond('frames', report.framesDecoded, report.timestamp),
    framesDecoded: report.framesDecoded ?? 0,
    framesDropped: report.framesDropped ?? 0,
    keyframes: report.keyFramesDecoded ?? 0,
    freezes: report.freezeCount ?? null,
    freezeSeconds: report.totalFreezesDuration ?? null,
    nacks: report.nackCount ?? 0,
    plis: report.pliCount ?? 0,
    decodeMs: toMs(rates.quotient('decode', report.totalDecodeTime, report.framesDecoded, report.timestamp)),
  };
}

function common(reports, report, rates) {
  const at = report.timestamp;
  const kind = report.kind;
  return {
    codec: codecName(reports, report),
    bps: rates.perSecond(`${kind}/bytes`, report.bytesReceived * 8, at),
    packetsReceived: report.packetsReceived ?? 0,
    packetsLost: report.packetsLost ?? 0,
    lossFraction: loss(report, rates, at),
    jitterMs: toMs(report.jitter),
    jitterBufferMs: toMs(
      rates.quotient(`${kind}/buffer`, report.jitterBufferDelay, report.jitterBufferEmittedCount, at),
    ),
    rtxPackets: report.retransmittedPacketsReceived ?? null,
    concealedSamples: report.concealedSamples ?? 0,
  };
}

/**
 * Share of packets that never came, also not by retransmission. The count of lost ones shrinks when one arrives late:
 * no loss then.
 */
function loss(report, rates, at) {
  const lost = rates.growth(`${report.kind}/lost`, Math.max(0, report.packetsLost ?? 0), at);
  const received = rates.growth(`${report.kind}/received`, report.packetsReceived ?? 0, at);
  if (!received) {
    return null;
  }
  const missing = lost?.by ?? 0;
  return missing === 0 ? 0 : missing / (missing + received.by);
}

function roundTrip(reports) {
  return reports.of('remote-outbound-rtp').find((report) => report.roundTripTime != null)?.roundTripTime;
}

/**
 * Delay between the server and the picture: half a round trip, then the jitter buffer and the decoder. The host's way
 * to the server is not in it, since no clock is shared with the host.
 */
function latency(rttMs, reading) {
  if (rttMs == null || reading?.jitterBufferMs == null) {
    return null;
  }
  return rttMs / 2 + reading.jitterBufferMs + (reading.decodeMs ?? 0);
}
