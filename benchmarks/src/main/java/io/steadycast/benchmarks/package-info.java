/** What things cost. */
@NullMarked
package io.steadycast.benchmarks;

import org.jspecify.annotations.NullMarked;
