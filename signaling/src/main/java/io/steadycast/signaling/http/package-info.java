/** What the HTTP-facing packages share: a call, a reply, and a refusal as problem details. */
@NullMarked
package io.steadycast.signaling.http;

import org.jspecify.annotations.NullMarked;
