import { texts as en } from '../texts/en.js';
import { texts as zh } from '../texts/zh.js';

const KEY = 'steadycast.language';
const TEXTS = { en, zh };
const LOCALES = { en: 'en', zh: 'zh-CN' };
const listeners = new Set();
let current = remembered() ?? preferred();
apply();

/** Languages of the pages, each under the name its own speakers use. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'zh', name: '中文' },
];

export function language() {
  return current;
}

export function setLanguage(code) {
  if (!(code in TEXTS) || code === current) {
    return;
  }
  current = code;
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Storage may be denied; the choice then lasts as long as the page.
  }
  apply();
  listeners.forEach((listener) => listener());
}

/** More texts, for a page that is not the server's own: `{ en: {...}, zh: {...} }`. */
export function addTexts(more) {
  for (const code of Object.keys(TEXTS)) {
    Object.assign(TEXTS[code], more[code]);
  }
}

export function onLanguageChange(listener) {
  listeners.add(listener);
}

/**
 * The text for a key, with `{name}` replaced by parameters. A text that depends on a count is an object of CLDR plural
 * categories, chosen by the parameter `n`.
 */
export function t(key, parameters = {}) {
  const text = TEXTS[current][key] ?? TEXTS.en[key] ?? key;
  const chosen = typeof text === 'string' ? text : (text[plural(parameters.n)] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = parameters[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

export function has(key) {
  return key in TEXTS.en;
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(LOCALES[current], { maximumFractionDigits: digits }).format(value);
}

export function time(epochMs) {
  return new Intl.DateTimeFormat(LOCALES[current], { hour: '2-digit', minute: '2-digit' }).format(epochMs);
}

function plural(n) {
  return new Intl.PluralRules(LOCALES[current]).select(n ?? 0);
}

function remembered() {
  try {
    const code = localStorage.getItem(KEY);
    return code in TEXTS ? code : undefined;
  } catch {
    return undefined;
  }
}

/** The browser builds Accept-Language from the same list. */
function preferred() {
  const wanted = navigator.languages ?? [navigator.language];
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find((code) => code in TEXTS) ?? 'en';
}

function apply() {
  document.documentElement.lang = LOCALES[current];
}
