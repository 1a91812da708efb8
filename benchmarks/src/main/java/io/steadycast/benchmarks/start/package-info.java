/** How long the server takes to start. */
@NullMarked
package io.steadycast.benchmarks.start;

import org.jspecify.annotations.NullMarked;
