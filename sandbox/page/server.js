// @ts-check
// Talks to the sandbox's server.

/** @import { PageState, Act, ActAnswer, ControlAnswer, Changed } from '../contract.ts' */

/**
 * @param {string} user '' for the first person
 * @param {string} channel '' for the first channel
 * @returns {Promise<PageState>}
 */
export async function fetchState(user, channel) {
  const query = new URLSearchParams({ ...(user && { user }), ...(channel && { channel }) });
  const response = await fetch(`/sandbox/api/state?${query}`);
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
  return response.json();
}

/**
 * Never rejects: a sandbox that is gone is an answer too.
 * @param {Act} act
 * @returns {Promise<ActAnswer>}
 */
export async function sendAct(act) {
  try {
    const response = await post('/sandbox/api/act', act);
    return await response.json();
  } catch (error) {
    return { ok: false, problem: 'no_app', detail: String(error) };
  }
}

/**
 * @param {string} name
 * @returns {Promise<ControlAnswer>}
 */
export async function runControl(name) {
  try {
    const response = await post(`/sandbox/api/control/${encodeURIComponent(name)}`, {});
    return await response.json();
  } catch {
    return { ok: false, text: 'The sandbox could not be reached.' };
  }
}

/**
 * @param {string} path
 * @param {unknown} body
 */
function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/**
 * Listens for changes until the returned function is called. The browser reconnects by itself.
 * @param {string} user
 * @param {{ changed: (changed: Changed) => void, online: (online: boolean) => void }} on
 * @returns {() => void}
 */
export function listen(user, on) {
  const stream = new EventSource(`/sandbox/api/stream?user=${encodeURIComponent(user)}`);
  stream.addEventListener('changed', (event) => on.changed(JSON.parse(event.data)));
  stream.addEventListener('open', () => on.online(true));
  stream.addEventListener('error', () => on.online(false));
  return () => stream.close();
}

/** @param {string} id */
export function fileUrl(id) {
  return `/sandbox/files/${encodeURIComponent(id)}`;
}
