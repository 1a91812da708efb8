/** Recorded links: readers of foreign trace formats, and what a trace says and does not say. Sees the JDK and a JSON tokenizer. */
@NullMarked
package io.steadycast.netsim.trace;

import org.jspecify.annotations.NullMarked;
