/** What a path is like: immutable descriptions, checked when they are made. Times are nanoseconds, rates bits per second. */
@NullMarked
package io.steadycast.netsim.link.spec;

import org.jspecify.annotations.NullMarked;
