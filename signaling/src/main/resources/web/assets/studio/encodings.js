// How a picture is cut into layers. Three rids, lowest first; libwebrtc sends the third layer only from 960x540 on and the second from
// 480x270 on, so smaller pictures get fewer layers from the start instead of layers that never come up.
const THREE_LAYERS_FROM = 540;
const TWO_LAYERS_FROM = 270;

const LAYERED_BY_SVC = new Set(['vp9', 'av1']);

export const CODECS = [
  { id: 'vp8', name: 'VP8', mimeType: 'video/VP8' },
  { id: 'h264', name: 'H.264', mimeType: 'video/H264' },
  { id: 'vp9', name: 'VP9', mimeType: 'video/VP9' },
  { id: 'av1', name: 'AV1', mimeType: 'video/AV1' },
];

/** Ceilings of a layer by the shorter side of its picture, at 30 frames per second. */
const MAX_BPS = [
  [1080, 3_000_000],
  [720, 1_700_000],
  [540, 1_200_000],
  [360, 500_000],
  [270, 400_000],
  [0, 150_000],
];

/** Codecs that this browser can send. */
export function sendableCodecs() {
  const known = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  return CODECS.filter((codec) => known.some((one) => same(one.mimeType, codec.mimeType)));
}

/** Whether several layers of this codec are simulcast streams (true) or spatial layers inside one stream (false). */
export function isSimulcast(codec) {
  return !LAYERED_BY_SVC.has(codec);
}

/**
 * `sendEncodings` for a picture of width × height. `layered` asks for several qualities: simulcast for VP8 and H.264,
 * spatial layers inside the one stream for VP9 and AV1. Temporal layers are always asked for where the codec can carry
 * them, so that viewers can drop frames.
 */
export function sendEncodings({ codec, layered, width, height, fps }) {
  const side = Math.min(width, height);
  if (!isSimulcast(codec)) {
    return [{ scalabilityMode: layered ? 'L3T3_KEY' : 'L1T3', maxBitrate: maxBps(side, fps), maxFramerate: fps }];
  }
  const temporal = codec === 'vp8' ? { scalabilityMode: 'L1T3' } : {};
  return layersOf(side, layered).map(({ rid, scale }) => ({
    ...(rid ? { rid } : {}),
    active: true,
    scaleResolutionDownBy: scale,
    maxBitrate: maxBps(side / scale, fps),
    maxFramerate: fps,
    ...temporal,
  }));
}

/** The same encodings without scalability modes, for a browser that refuses or does not know them. */
export function withoutScalability(encodings) {
  return encodings.map(({ scalabilityMode, ...rest }) => rest);
}

/** The chosen codec first and alone with its retransmissions, so that the answer cannot pick another. */
export function codecPreferences(codec) {
  const wanted = CODECS.find((one) => one.id === codec)?.mimeType;
  const known = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  const chosen = known.filter((one) => same(one.mimeType, wanted)).sort((a, b) => h264Order(a) - h264Order(b));
  return chosen.length === 0 ? [] : [...chosen, ...known.filter((one) => same(one.mimeType, 'video/rtx'))];
}

function layersOf(side, layered) {
  if (!layered || side < TWO_LAYERS_FROM) {
    return [{ scale: 1 }];
  }
  if (side < THREE_LAYERS_FROM) {
    return [
      { rid: 'l', scale: 2 },
      { rid: 'h', scale: 1 },
    ];
  }
  return [
    { rid: 'l', scale: 4 },
    { rid: 'm', scale: 2 },
    { rid: 'h', scale: 1 },
  ];
}

/** Frames above 30 a second cost about half as much again, not twice: they differ less from each other. */
function maxBps(side, fps) {
  const [, bps] = MAX_BPS.find(([from]) => side >= from);
  return fps > 30 ? Math.round(bps * 1.5) : bps;
}

/** Constrained baseline with packetization-mode 1 is what every receiver decodes. */
function h264Order(codec) {
  const line = codec.sdpFmtpLine ?? '';
  return (line.includes('packetization-mode=1') ? 0 : 2) + (/profile-level-id=42e0/i.test(line) ? 0 : 1);
}

function same(a, b) {
  return a?.toLowerCase() === b?.toLowerCase();
}
