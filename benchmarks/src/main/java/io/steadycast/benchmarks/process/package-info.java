/** Other processes, and what the kernel tells about them (Linux: proc(5)). */
@NullMarked
package io.steadycast.benchmarks.process;

import org.jspecify.annotations.NullMarked;
