/** What a path carries, loses and delays, from transport-wide feedback; and probes for what it might carry. */
@NullMarked
package io.steadycast.abr.estimate;

import org.jspecify.annotations.NullMarked;
