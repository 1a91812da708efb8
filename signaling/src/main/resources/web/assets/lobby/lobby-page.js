import { html, nothing, repeat } from '../common/lit.js';
import { mount } from '../common/view.js';
import { icon } from '../common/icons.js';
import { t, time } from '../common/i18n.js';
import { openLobbySocket } from '../common/room-socket.js';
import { isRoomName, roomNameFrom, takeToken } from '../common/page-url.js';
import { page } from '../common/page-frame.js';
import { codecLabel, shortSize, since } from '../common/format.js';
import { pattern } from './pattern.js';

const REDRAW_EVERY_MS = 15_000;

const model = { rooms: null, connected: true, typed: '', wrong: false, nowMs: Date.now() };

const refresh = mount(document.body, view);
openLobbySocket({
  token: takeToken(),
  onMessage,
  onOpen: (open) => {
    model.connected = open;
    refresh();
  },
});
setInterval(() => {
  model.nowMs = Date.now();
  refresh();
}, REDRAW_EVERY_MS);

function onMessage(message) {
  if (message.type === 'rooms' && Array.isArray(message.rooms)) {
    model.rooms = message.rooms
      .filter((room) => room.live)
      .sort((a, b) => b.viewers - a.viewers || a.room.localeCompare(b.room));
    model.nowMs = Date.now();
    refresh();
  }
}

function start(event) {
  event.preventDefault();
  const name = roomNameFrom(model.typed);
  if (isRoomName(name)) {
    location.href = `/studio/${encodeURIComponent(name)}`;
  } else {
    model.wrong = true;
    refresh();
    document.getElementById('room-name').focus();
  }
}

function typed(event) {
  model.typed = event.target.value;
  model.wrong = false;
  refresh();
}

function view() {
  return page(html`
    <main class="lobby">
      <section class="hero">
        <div>
          <h1>${t('lobby.title')}</h1>
          <p>${t('lobby.lead')}</p>
        </div>
        ${startForm()}
      </section>
      <section aria-labelledby="live-now">
        <div class="section-head">
          <h2 id="live-now">${t('lobby.liveNow')}</h2>
          ${model.connected ? nothing : html`<span class="badge badge-warn" role="status">${t('lobby.offline')}</span>`}
        </div>
        ${rooms()}
      </section>
    </main>
  `);
}

function startForm() {
  const name = roomNameFrom(model.typed);
  return html`<form class="start card" @submit=${start} novalidate>
    <label for="room-name">${t('lobby.start')}</label>
    <div class="start-row">
      <input
        id="room-name"
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="64"
        placeholder=${t('lobby.start.placeholder')}
        aria-describedby="room-hint"
        aria-invalid=${model.wrong}
        .value=${model.typed}
        @input=${typed}
      />
      <button class="button button-primary" type="submit">${t('lobby.start.button')}</button>
    </div>
    <p id="room-hint" class=${model.wrong ? 'hint hint-wrong' : 'hint'} role=${model.wrong ? 'alert' : nothing}>
      ${startHint(name)}
    </p>
  </form>`;
}

function startHint(name) {
  if (model.wrong) {
    return t('lobby.start.wrong');
  }
  return name ? t('lobby.start.link', { link: `${location.host}/watch/${name}` }) : t('lobby.start.hint');
}

function rooms() {
  if (model.rooms === null) {
    return html`<div class="rooms" aria-busy="true">${[0, 1, 2].map(() => html`<div class="room room-loading"></div>`)}</div>`;
  }
  if (model.rooms.length === 0) {
    return html`<div class="empty">
      <span class="pulse" aria-hidden="true"><span></span><span></span><span></span></span>
      <h3>${t('lobby.empty')}</h3>
      <p>${t('lobby.empty.hint')}</p>
    </div>`;
  }
  return html`<ul class="rooms">
    ${repeat(
      model.rooms,
      (room) => room.room,
      (room) => html`<li>${card(room)}</li>`,
    )}
  </ul>`;
}

function card({ room, viewers, hosts, sinceEpochMs, width, height, codec }) {
  const facts = [shortSize(width, height), codecLabel(codec), hosts > 1 ? t('lobby.hosts', { n: hosts }) : ''].filter(
    (fact) => fact && fact !== '–',
  );
  return html`<a class="room" href="/watch/${encodeURIComponent(room)}" data-room=${room}>
    <div class="room-art">
      ${pattern(room)}
      <div class="room-badges">
        <span class="badge badge-live"><span class="dot"></span>${t('live')}</span>
        <span class="badge">${icon('eye')} ${viewers}<span class="visually-hidden">${t('lobby.viewers', { n: viewers })}</span></span>
      </div>
      <span class="room-join">${icon('play')} ${t('lobby.join')}</span>
    </div>
    <div class="room-text">
      <h3>${room}</h3>
      <p title=${time(sinceEpochMs)}>${[t('lobby.since', { ago: since(sinceEpochMs, model.nowMs) }), ...facts].join(' · ')}</p>
    </div>
  </a>`;
}
