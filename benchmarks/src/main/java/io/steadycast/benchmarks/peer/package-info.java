/** The servers that are measured, each behind its own way of signalling. */
@NullMarked
package io.steadycast.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
