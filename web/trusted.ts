/**
 * The one Trusted Types policy of Tend, named `tend` in the server's headers.
 *
 * With `require-trusted-types-for 'script'` a browser refuses every worker whose address is a plain string,
 * some of them silently. Only addresses of our own origin pass here; no text can ever become script.
 */

type Policy = { createScriptURL(path: string): unknown }
type PolicyFactory = { createPolicy(name: 'tend', rules: { createScriptURL(path: string): string }): Policy }

// TypeScript's DOM library has no Trusted Types yet, and some browsers have none either.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
const policy = factory?.createPolicy('tend', { createScriptURL: ownAddress })

/** An address for `new Worker` or `register`, vouched for. The type says string, as those functions expect. */
export function scriptUrl(path: string): string {
  return (policy ? policy.createScriptURL(path) : ownAddress(path)) as string
}

function ownAddress(path: string): string {
  const { origin, href } = new URL(path, location.origin)
  if (origin !== location.origin) throw new TypeError('A script may only come from our own origin.')
  return href
}
