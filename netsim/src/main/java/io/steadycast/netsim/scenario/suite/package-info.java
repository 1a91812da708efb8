/** The suites that ship: which scenarios, and what must come out of them. */
@NullMarked
package io.steadycast.netsim.scenario.suite;

import org.jspecify.annotations.NullMarked;
