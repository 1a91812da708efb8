/** What encrypting media costs. */
@NullMarked
package io.steadycast.benchmarks.srtp;

import org.jspecify.annotations.NullMarked;
