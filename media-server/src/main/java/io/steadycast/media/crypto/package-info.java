/** SRTP ciphers (JCE) and DTLS handshakes (Bouncy Castle). The engine starts at the keys that come from here. */
@NullMarked
package io.steadycast.media.crypto;

import org.jspecify.annotations.NullMarked;
