/** Half of the frames: the base layer and the first above it of the usual three. */
export const SAVER_TEMPORAL_LAYER = 1;

/** Hosts on air. One that has just left stays listed for a while, in case it comes back. */
export function hostsOf(room) {
  return (room?.hosts ?? []).filter((host) => host.live !== false);
}

/** The host a viewer watches: the named one, or the room's first. */
export function hostOf(room, publisher) {
  const hosts = hostsOf(room);
  return hosts.find((host) => host.publisher === publisher) ?? hosts[0] ?? null;
}

/** Layers of the host's picture, best first, only those that have a picture now or a moment after somebody chose them. */
export function layersOf(host) {
  const video = host?.tracks?.find((track) => track.kind === 'video');
  return (video?.layers ?? []).filter((layer) => layer.offered ?? layer.active !== false).sort((a, b) => b.rank - a.rank);
}

/** Whether the host sends a picture at all, or sound alone. */
export function hasPicture(host) {
  return host?.tracks?.some((track) => track.kind === 'video') ?? false;
}

/** The layer that arrives: what the server says, or the one with the size on screen. */
export function currentLayer(layers, video, serverStats) {
  const told = serverStats?.tracks?.find((track) => track.kind === 'video')?.layer ?? serverStats?.layer;
  if (Number.isInteger(told)) {
    return layers.find((layer) => layer.rank === told) ?? null;
  }
  return layers.find((layer) => layer.height > 0 && layer.height === video?.height) ?? null;
}
