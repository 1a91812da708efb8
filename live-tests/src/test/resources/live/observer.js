// What a viewer's browser says of one video, as it happens: every picture that left the decoder, every one that was presented, and the receiver's statistics ten times a
// second.

const EVERY_MS = 100;

/** Takes pictures as they leave the decoder, in a thread of its own: what the compositor leaves out for want of time does not count against the receiver. */
const TAKER = `
  onmessage = async ({ data: { readable, epoch } }) => {
    const reader = readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      postMessage([performance.timeOrigin + performance.now() - epoch, value.timestamp]);
      value.close();
    }
  };`;

function decoded(track, taken) {
  const worker = new Worker(URL.createObjectURL(new Blob([TAKER], { type: 'text/javascript' })));
  // A copy, lest the reader's pace bears upon what is shown; room for what comes while the thread is not running.
  const { readable } = new MediaStreamTrackProcessor({ track: track.clone(), maxBufferSize: 100 });
  worker.onmessage = ({ data: [at, timestamp] }) => taken.push({ at, timestamp });
  worker.postMessage({ readable, epoch: performance.timeOrigin }, [readable]);
  return worker;
}

/** A clock of ten milliseconds in a thread of its own: how long the machine lets the browser stand still. */
const PULSE = `
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - last > ${10 + 50}) postMessage([performance.timeOrigin + now, now - last]);
    last = now;
  }, 10);`;

function pulse(held) {
  const worker = new Worker(URL.createObjectURL(new Blob([PULSE], { type: 'text/javascript' })));
  worker.onmessage = ({ data: [at, ms] }) => held.push({ at: at - performance.timeOrigin, ms });
  return worker;
}

export function observe(session) {
  const held = [];
  const pulseWorker = pulse(held);
  const seen = { held, pulse: pulseWorker, decoded: [], frames: [], stats: [], running: true };
  const { video, pc } = session;
  seen.worker = decoded(video.srcObject.getVideoTracks()[0], seen.decoded);
  const onFrame = (now, f) => {
    seen.frames.push({ at: f.presentationTime, rtp: f.rtpTimestamp, capture: f.captureTime, received: f.receiveTime, count: f.presentedFrames });
    if (seen.running) video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  const look = async () => {
    if (!seen.running) return;
    for (const s of (await pc.getStats()).values()) {
      if (s.type === 'inbound-rtp' && s.kind === 'video') seen.stats.push({ ...s, at: performance.now() });
    }
    setTimeout(look, EVERY_MS);
  };
  look();
  return seen;
}

/** The statistics at a moment of the page's clock, between two looks. */
function at(seen, ms, key) {
  const after = seen.stats.findIndex((s) => s.at >= ms);
  if (after < 0) return seen.stats.at(-1)[key] ?? 0;
  if (after === 0) return seen.stats[0][key] ?? 0;
  const [a, b] = [seen.stats[after - 1], seen.stats[after]];
  return (a[key] ?? 0) + ((b[key] ?? 0) - (a[key] ?? 0)) * (ms - a.at) / (b.at - a.at);
}

/** Time in gaps of at least {@code least} that lies between two moments; the picture before the first counts, the one after the last does not exist. */
function stalledMs(times, from, to, least) {
  const inside = times.filter((t) => t >= from && t < to);
  const before = times.filter((t) => t < from).at(-1) ?? from;
  const all = [before, ...inside, to];
  let sum = 0;
  for (let i = 1; i < all.length; i++) {
    if (all[i] - all[i - 1] >= least) sum += all[i] - Math.max(from, all[i - 1]);
  }
  return sum;
}

export function observed(seen, from, to) {
  const difference = (key) => at(seen, to, key) - at(seen, from, key);
  const seconds = (to - from) / 1000;
  const media = difference('packetsReceived') - difference('retransmittedPacketsReceived');
  const lost = difference('packetsLost');
  const frames = seen.frames.filter((f) => f.at >= from && f.at < to);
  const latencies = frames.filter((f) => f.capture).map((f) => f.at - f.capture).sort((a, b) => a - b);
  return {
    seconds,
    receivedKbps: (difference('bytesReceived') + difference('headerBytesReceived')) * 8e-3 / seconds,
    mediaPackets: media,
    lossPercent: 100 * lost / (lost + media),
    stallPercent: 100 * stalledMs(seen.decoded.map((f) => f.at), from, to, 200) / (to - from),
    presentedStallPercent: 100 * stalledMs(seen.frames.map((f) => f.at), from, to, 200) / (to - from),
    takenFps: seen.decoded.filter((f) => f.at >= from && f.at < to).length / seconds,
    freezePercent: 100 * difference('totalFreezesDuration') / seconds,
    decodedFps: difference('framesDecoded') / seconds,
    presentedFps: frames.length / seconds,
    heldPercent: 100 * seen.held.filter((h) => h.at >= from && h.at < to).reduce((sum, h) => sum + h.ms, 0) / (to - from),
    droppedFrames: difference('framesDropped'),
    nacks: difference('nackCount'),
    plis: difference('pliCount'),
    rtxPackets: difference('retransmittedPacketsReceived'),
    jitterBufferMs: 1000 * difference('jitterBufferDelay') / Math.max(1, difference('jitterBufferEmittedCount')),
    latencyMs: latencies.length ? latencies[latencies.length >> 1] : null,
  };
}
