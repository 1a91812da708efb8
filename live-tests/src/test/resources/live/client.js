// Plain WHIP and WHEP clients, independent of the product's own pages.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function exchange(url, token, pc) {
  await pc.setLocalDescription();
  const headers = { 'content-type': 'application/sdp' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, { method: 'POST', headers, body: pc.localDescription.sdp });
  const body = await response.text();
  if (response.status !== 201) {
    pc.close();
    throw Object.assign(new Error(`${response.status} ${body}`), { status: response.status });
  }
  const session = {
    pc,
    resource: new URL(response.headers.get('location'), url).href,
    etag: response.headers.get('etag'),
    answer: body,
    async leave() {
      const method = 'DELETE';
      const auth = token ? { authorization: `Bearer ${token}` } : {};
      const deleted = await fetch(this.resource, { method, headers: auth });
      pc.close();
      return deleted.status;
    },
  };
  await pc.setRemoteDescription({ type: 'answer', sdp: window.rewriteAnswer ? window.rewriteAnswer(body) : body });
  return session;
}

function prefer(transceiver, kind, codec) {
  if (!codec) return;
  const all = RTCRtpReceiver.getCapabilities(kind).codecs;
  const wanted = all.filter((c) => c.mimeType.toLowerCase() === `${kind}/${codec}`.toLowerCase());
  const repair = all.filter((c) => /\/(rtx|red|ulpfec)$/i.test(c.mimeType));
  if (!wanted.length) throw new Error(`this browser has no ${codec}`);
  transceiver.setCodecPreferences([...wanted, ...repair]);
}

/** Layers from high to low: [{ rid, scale, bps }]; none means one encoding without rid. */
export async function publish(stream, url, { token, codec, layers = [], scalabilityMode, maxBitrate } = {}) {
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  for (const track of stream.getTracks()) {
    const init = { direction: 'sendonly', streams: [stream] };
    if (track.kind === 'video') {
      const mode = scalabilityMode && { scalabilityMode };
      init.sendEncodings = layers.length
        ? layers.map((l) => ({ rid: l.rid, scaleResolutionDownBy: l.scale, maxBitrate: l.bps, ...mode }))
        : [{ ...(maxBitrate && { maxBitrate }), ...mode }];
    }
    const transceiver = pc.addTransceiver(track, init);
    if (track.kind === 'video') prefer(transceiver, 'video', codec);
  }
  return exchange(url, token, pc);
}

const DESCRIPTOR = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/** Offers the dependency descriptor, as our pages do and a browser by itself does not. */
function describe(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  extensions.filter((e) => e.uri === DESCRIPTOR).forEach((e) => { e.direction = 'sendrecv'; });
  transceiver.setHeaderExtensionsToNegotiate(extensions);
  return transceiver;
}

/** Joins and shows the stream; the session's `firstFrameMs` and `joinedAt` are on this page's performance clock. */
export async function watch(url, { token, codec, described = false, audio = true } = {}) {
  const joinedAt = performance.now();
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  video.muted = true;
  video.width = 480;
  document.body.append(video);
  const stream = new MediaStream();
  pc.ontrack = (e) => { stream.addTrack(e.track); if (!video.srcObject) video.srcObject = stream; };
  const firstFrame = new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now() - joinedAt)));
  const transceiver = pc.addTransceiver('video', { direction: 'recvonly' });
  if (described) describe(transceiver);
  prefer(transceiver, 'video', codec);
  if (audio) pc.addTransceiver('audio', { direction: 'recvonly' });
  const session = await exchange(url, token, pc);
  const leave = session.leave;
  return Object.assign(session, {
    video, stream, firstFrame, joinedAt, postedMs: performance.now() - joinedAt,
    leave() { video.remove(); return leave.call(session); },
  });
}

export async function firstFrameWithin(session, ms) {
  const late = pause(ms).then(() => { throw new Error(`no frame within ${ms} ms`); });
  return Promise.race([session.firstFrame, late]);
}

/** One flat object per RTP stream and kind. */
export async function stats(session) {
  const found = { inbound: {}, outbound: [], pair: null };
  for (const s of (await session.pc.getStats()).values()) {
    if (s.type === 'inbound-rtp') found.inbound[s.kind] = { ...s };
    if (s.type === 'outbound-rtp') found.outbound.push({ ...s });
    if (s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded') found.pair = { ...s };
  }
  return found;
}

export async function pairs(session) {
  return [...(await session.pc.getStats()).values()].filter((s) => s.type === 'candidate-pair').map((s) => ({ ...s }));
}

/** Chooses what a viewer is sent: { layer: rank | 'auto', maxTemporalLayer, paused }. */
export async function choose(session, choice) {
  const response = await fetch(session.resource, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.status;
}

/** ICE restart over HTTP (RFC 9725 section 4.3.3): our new credentials for the server's, which replace those of the last answer. */
export async function restartIce(session) {
  const { pc } = session;
  pc.restartIce();
  await pc.setLocalDescription();
  const [ufrag, pwd] = credentials(pc.localDescription.sdp);
  const response = await fetch(session.resource, {
    method: 'PATCH',
    headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*' },
    body: `${ufrag}\r\n${pwd}\r\n`,
  });
  const fragment = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${fragment}`);
  const before = credentials(session.answer);
  credentials(fragment).forEach((line, i) => { session.answer = session.answer.replaceAll(before[i], line); });
  session.etag = response.headers.get('etag');
  await pc.setRemoteDescription({ type: 'answer', sdp: session.answer });
  return { ufrag, fragment };
}

const credentials = (sdp) => ['ufrag', 'pwd'].map((name) => sdp.match(new RegExp(`^a=ice-${name}:.*$`, 'm'))[0].trim());

/** Sends everybody through a relay: the answer names its address instead of the server's. */
export function throughRelay(address, port) {
  window.rewriteAnswer = (sdp) => {
    const lines = sdp.split('\r\n').filter((line) => !/^a=(candidate|end-of-candidates)/.test(line));
    const first = lines.findIndex((line) => line.startsWith('a=mid:'));
    lines.splice(first + 1, 0, `a=candidate:1 1 UDP 2130706431 ${address} ${port} typ host`, 'a=end-of-candidates');
    return lines.join('\r\n');
  };
}

/** The server's own candidates in an answer: [{ address, port }]. */
export function candidates(sdp) {
  return [...sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) /gim)].map((m) => ({ address: m[1], port: Number(m[2]) }));
}
