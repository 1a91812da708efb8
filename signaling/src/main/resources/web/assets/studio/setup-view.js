import { html, live, nothing } from '../common/lit.js';
import { t } from '../common/i18n.js';
import { FRAME_RATES, QUALITIES } from './capture.js';
import { isSimulcast, sendableCodecs } from './encodings.js';

/** Devices and quality. Folded away on air, where it is rarely needed and every change is seen by all. */
export function setupView(studio) {
  const { publisher, sources } = studio;
  const { devices } = sources;
  const form = html`
    <div class="fields">
      ${deviceField('camera', t('setup.camera'), devices.cameras, sources.cameraId, (id) => studio.chooseCamera(id))}
      ${deviceField('microphone', t('setup.microphone'), devices.microphones, sources.microphoneId, (id) => studio.chooseMicrophone(id))}
      ${qualityFields(studio)}
    </div>
  `;
  if (publisher.onAir) {
    return html`<details class="card card-folded">
      <summary>${t('setup.title')}</summary>
      <p class="hint">${t('setup.whileLive')}</p>
      ${form}
    </details>`;
  }
  return html`<section class="card"><h2>${t('setup.title')}</h2>${form}</section>`;
}

function deviceField(id, label, devices, chosen, choose) {
  if (devices.length === 0) {
    return nothing;
  }
  const options = devices.map((device, i) => ({ value: device.deviceId, text: device.label || `${label} ${i + 1}` }));
  return selectField({ id, label, options, value: chosen, change: choose });
}

function qualityFields(studio) {
  const { quality, width, height, fps, codec, layered } = studio.settings;
  const qualities = QUALITIES.map((one) => ({ value: one.id, text: `${one.id}p` }));
  if (quality === 'custom') {
    qualities.unshift({ value: 'custom', text: `${width}×${height}` });
  }
  const rates = [...new Set([...FRAME_RATES, fps])].sort((a, b) => a - b);
  const codecs = sendableCodecs().map((one) => ({ value: one.id, text: one.name }));
  return html`
    <div class="field-pair">
      ${selectField({
        id: 'quality',
        label: t('setup.resolution'),
        options: qualities,
        value: quality,
        change: (value) => studio.change('quality', value),
      })}
      ${selectField({
        id: 'fps',
        label: t('setup.fps'),
        options: rates.map((n) => ({ value: String(n), text: `${n} fps` })),
        value: String(fps),
        change: (value) => studio.change('fps', Number(value)),
      })}
    </div>
    ${selectField({
      id: 'codec',
      label: t('setup.codec'),
      options: codecs,
      value: codec,
      change: (value) => studio.change('codec', value),
      hint: t(`setup.codec.${codec}`),
    })}
    <label class="switch">
      <input type="checkbox" id="layered" .checked=${live(layered)} @change=${(event) => studio.change('layered', event.target.checked)} />
      <span class="switch-track" aria-hidden="true"></span>
      <span>${t('setup.layered')}<small>${t(isSimulcast(codec) ? 'setup.layered.hint' : 'setup.layered.svc')}</small></span>
    </label>
  `;
}

function selectField({ id, label, options, value, change, hint }) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} .value=${live(value)} @change=${(event) => change(event.target.value)}>
      ${options.map((option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.text}</option>`)}
    </select>
    ${hint ? html`<small class="hint">${hint}</small>` : nothing}
  </div>`;
}
