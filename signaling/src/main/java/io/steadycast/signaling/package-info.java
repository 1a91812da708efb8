@NullMarked
package io.steadycast.signaling;

import org.jspecify.annotations.NullMarked;
