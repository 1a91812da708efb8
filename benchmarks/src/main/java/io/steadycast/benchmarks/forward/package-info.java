/** {@code bench forward}: what one core carries, beside a peer and beside the floor. */
@NullMarked
package io.steadycast.benchmarks.forward;

import org.jspecify.annotations.NullMarked;
