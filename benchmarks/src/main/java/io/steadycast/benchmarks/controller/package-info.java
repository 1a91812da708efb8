/** What the adaptive controller costs. */
@NullMarked
package io.steadycast.benchmarks.controller;

import org.jspecify.annotations.NullMarked;
