/** Who may do what: bearer tokens (JWT), or open mode on loopback. */
@NullMarked
package io.steadycast.signaling.auth;

import org.jspecify.annotations.NullMarked;
