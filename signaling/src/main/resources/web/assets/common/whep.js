import { MediaSession } from './media-session.js';

/** How the extension's URI ends (AV1 RTP specification, appendix A). */
const DEPENDENCY_DESCRIPTOR = '#dependency-descriptor-rtp-header-extension';

/**
 * Offers the dependency descriptor, which browsers do not offer to receive by themselves: only with it can AV1's spatial layers be told apart.
 * A browser without this API gets the lowest layer of such a stream.
 */
export function askForLayers(transceiver) {
  if (!transceiver.setHeaderExtensionsToNegotiate) {
    return;
  }
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of extensions) {
    if (extension.uri.endsWith(DEPENDENCY_DESCRIPTOR)) {
      extension.direction = 'sendrecv';
    }
  }
  transceiver.setHeaderExtensionsToNegotiate(extensions);
}

/**
 * Plays a room: its first host, or the one named `publisher`; steered by another policy than the server's where one is named and viewers may.
 * A room without a host is refused with status 404.
 */
export function play({ room, publisher, policy, pc, token, signal }) {
  const choice = new URLSearchParams(Object.entries({ publisher, policy }).filter(([, value]) => value)).toString();
  return MediaSession.open(`/whep/${encodeURIComponent(room)}${choice && `?${choice}`}`, pc, token, signal);
}
