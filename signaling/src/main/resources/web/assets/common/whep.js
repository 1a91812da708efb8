import { MediaSession } from './media-session.js';

/** Plays a room: its first host, or the one named `publisher`. A room without a host is refused with status 404. */
export function play({ room, publisher, pc, token, signal }) {
  const choice = publisher ? `?publisher=${encodeURIComponent(publisher)}` : '';
  return MediaSession.open(`/whep/${encodeURIComponent(room)}${choice}`, pc, token, signal);
}
