import { has, t } from './i18n.js';

/**
 * What a request was refused with: RFC 9457 problem details, or what can be said without them. Status 0: the server was
 * not reached.
 */
export class Problem extends Error {
  constructor({ status, title = '', detail = '', retryAfterMs }) {
    super(detail || title || `HTTP ${status}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }

  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const retryAfter = Number(response.headers.get('Retry-After'));
    return new Problem({
      status: response.status,
      title: typeof body.title === 'string' ? body.title : response.statusText,
      detail: typeof body.detail === 'string' ? body.detail : '',
      retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : undefined,
    });
  }

  /** True if the same request may well succeed later. */
  get passing() {
    return this.status === 0 || this.status >= 500 || [408, 409, 425, 429].includes(this.status);
  }
}

/** A heading in the reader's language; the server's own words stay as the detail below it. */
export function heading(problem) {
  const exact = `problem.${problem.status}`;
  if (has(exact)) {
    return t(exact);
  }
  return t(problem.status >= 500 ? 'problem.server' : 'problem.refused');
}

/** The server's words, or an explanation of ours where it has none. */
export function explanation(problem) {
  const ours = `problem.${problem.status}.hint`;
  return has(ours) ? t(ours) : problem.detail || problem.title;
}

export async function request(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem({ status: 0 });
  }
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response;
}
