import { MediaSession } from './media-session.js';

/** Publishes what `pc` sends to a room: RFC 9725. */
export function publish({ room, publisher, pc, token, signal }) {
  const url = `/whip/${encodeURIComponent(room)}?publisher=${encodeURIComponent(publisher)}`;
  return MediaSession.open(url, pc, token, signal);
}
