/**
 * The lean load generator: hosts and viewers that shake hands as browsers do and then spend as little as possible on each packet. One thread and one socket carry
 * all of them; each has a loopback address of its own.
 */
@NullMarked
package io.steadycast.benchmarks.generator;

import org.jspecify.annotations.NullMarked;
