/** {@code bench forward --floor}: what this machine takes for sending alone. */
@NullMarked
package io.steadycast.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
